import type { Memory } from "../../plugin-kit/memory.ts";
import { covers } from "./grant.ts";
import { isSticky, type StickyContext } from "./is-sticky.ts";
import type { LgtmAsker } from "./may-change-lgtm.ts";
import { baseMoved, headMoved, headMovedMeanwhile } from "./messages.ts";
import { lastMove } from "./moves.ts";

export type MovedContext = StickyContext & { readonly memory: Memory };

/** Why lgtm would be for something its giver has not seen, or undefined. Costs no request but for trusted authors. */
export async function movedSince(ctx: MovedContext, asker: LgtmAsker): Promise<string | undefined> {
  const { number, word, reviewed, author } = asker;
  const [push, base] = await Promise.all([lastMove(ctx.memory, number, "push"), lastMove(ctx.memory, number, "base")]);
  const grant = { at: word.at, ...(reviewed === undefined ? {} : { commit: reviewed.commit }) };
  if (base !== undefined && base.at >= grant.at) return baseMoved;
  const stale = reviewed !== undefined && reviewed.commit !== reviewed.head;
  const moved = push !== undefined && !covers(grant, push);
  if ((!stale && !moved) || (await isSticky(ctx, author))) return undefined;
  return stale ? headMoved(reviewed.commit, reviewed.head) : headMovedMeanwhile(push?.head ?? "");
}
