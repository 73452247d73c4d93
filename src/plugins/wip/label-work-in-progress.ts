import type { GitHub } from "../../github/github.ts";
import type { PullEvent } from "../../plugin-kit/events.ts";
import { isWorkInProgress } from "./is-work-in-progress.ts";

export const WIP_LABEL = "do-not-merge/work-in-progress";

interface WipContext {
  readonly github: Pick<GitHub, "labels" | "addLabels" | "removeLabel">;
  readonly payload: PullEvent;
}

/** Makes the label agree with the title and the draft state, whoever set or removed it before. */
export async function labelWorkInProgress({ github, payload }: WipContext): Promise<void> {
  const { number } = payload;
  const labels = await github.labels(number);
  const wanted = isWorkInProgress(payload.pull_request);
  if (wanted === labels.includes(WIP_LABEL)) return;
  if (wanted) await github.addLabels(number, [WIP_LABEL]);
  else await github.removeLabel(number, WIP_LABEL);
}
