import type { ChangedFile, GitHub } from "../../github/github.ts";
import type { Logger } from "../../log.ts";
import type { PullEvent } from "../../plugin-kit/events.ts";
import { hasLabel, sameLabel } from "../../plugin-kit/label-matching.ts";
import { settleAll } from "../../plugin-kit/settle-all.ts";
import { classifySize } from "./classify-size.ts";
import { readGenerated } from "./read-generated.ts";
import { type SizeConfig, sizeThresholds } from "./size-config.ts";

interface SizeContext {
  readonly config: SizeConfig;
  readonly github: Pick<GitHub, "files" | "labels" | "addLabels" | "removeLabel" | "tree" | "blob">;
  readonly log: Pick<Logger, "warn">;
  readonly payload: PullEvent;
}

/** Leaves exactly one `size/` label; leaves all as they are when the repository's own lists cannot be read. */
export async function labelSize({ config, github, log, payload }: SizeContext): Promise<void> {
  const { number } = payload;
  const [generated, changed, present] = await Promise.all([
    readGenerated(github, payload.pull_request.base.sha),
    github.files(number),
    github.labels(number),
  ]);
  if ("unreadable" in generated) {
    log.warn({ file: generated.unreadable, number }, "size not labelled: the repository's list is malformed");
    return;
  }
  const label = classifySize(changedLines(changed.files, generated.isGenerated), sizeThresholds(config));
  const wrong = present.filter((candidate) => candidate.startsWith("size/") && !sameLabel(candidate, label));
  const writes = wrong.map((candidate) => github.removeLabel(number, candidate));
  if (!hasLabel(present, label)) writes.push(github.addLabels(number, [label]));
  await settleAll(writes);
}

function changedLines(files: readonly ChangedFile[], isGenerated: (path: string) => boolean): number {
  return files
    .filter((file) => !isGenerated(file.path))
    .reduce((lines, file) => lines + file.additions + file.deletions, 0);
}
