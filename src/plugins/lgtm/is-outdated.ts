import type { GitHub } from "../../github/github.ts";
import { hasLabel } from "../../plugin-kit/label-matching.ts";
import type { Memory } from "../../plugin-kit/memory.ts";
import { covers, lastGrant } from "./grant.ts";
import { LGTM_LABEL } from "./messages.ts";
import type { Move } from "./moves.ts";
import type { OwedNotes } from "./owed-notes.ts";

interface LabelContext {
  readonly github: Pick<GitHub, "labels">;
  readonly memory: Memory;
}

/** Whether the label is there and not known to be for what the pull request became by the move. */
export async function isOutdated({ github, memory }: LabelContext, number: number, move: Move): Promise<boolean> {
  if (!hasLabel(await github.labels(number), LGTM_LABEL)) return false;
  const grant = await lastGrant(memory, number);
  return grant === undefined || !covers(grant, move);
}

/** Whether there is nothing to say of a removal: nothing is owed for it, or lgtm was given anew since. */
export async function isBack(ctx: LabelContext, number: number, notes: OwedNotes): Promise<boolean> {
  return !(await notes.areOwed()) || hasLabel(await ctx.github.labels(number), LGTM_LABEL);
}
