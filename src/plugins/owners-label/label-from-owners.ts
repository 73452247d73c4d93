import type { GitHub } from "../../github/github.ts";
import type { Logger } from "../../log.ts";
import type { Owners } from "../../owners/owners.ts";
import type { PullEvent } from "../../plugin-kit/events.ts";
import { wantedLabels } from "./wanted-labels.ts";

interface OwnersLabelContext {
  readonly github: Pick<GitHub, "files" | "labels" | "addLabels" | "repositoryLabels">;
  readonly log: Pick<Logger, "warn">;
  readonly payload: PullEvent;
  owners(baseBranch: string): Promise<Pick<Owners, "labels">>;
}

/** Adds, in one request, the labels OWNERS files ask for; never removes one, never creates one. */
export async function labelFromOwners(ctx: OwnersLabelContext): Promise<void> {
  const { github, payload } = ctx;
  const [owners, changed] = await Promise.all([
    ctx.owners(payload.pull_request.base.ref),
    github.files(payload.number),
  ]);
  const wanted = wantedLabels(owners, changed.files);
  if (wanted.length === 0) return;
  const present = await github.labels(payload.number);
  const missing = wanted.filter((label) => !present.includes(label));
  if (missing.length === 0) return;
  const defined = new Set(await github.repositoryLabels());
  const unknown = missing.filter((label) => !defined.has(label));
  if (unknown.length > 0) ctx.log.warn({ labels: unknown }, "OWNERS name labels the repository does not define");
  const labels = missing.filter((label) => defined.has(label));
  if (labels.length > 0) await github.addLabels(payload.number, labels);
}
