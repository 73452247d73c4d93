import type { GitHub } from "../../github/github.ts";
import type { PullEvent } from "../../plugin-kit/events.ts";
import type { Memory } from "../../plugin-kit/memory.ts";
import { settleAll } from "../../plugin-kit/settle-all.ts";
import { isBack, isOutdated } from "./is-outdated.ts";
import { LGTM_LABEL, lgtmRemovedWithBase } from "./messages.ts";
import { type Move, moveOf, noteMove } from "./moves.ts";
import { owedNotes } from "./owed-notes.ts";

export interface RetargetContext {
  readonly github: Pick<GitHub, "labels" | "removeLabel" | "comment">;
  readonly memory: Memory;
  readonly payload: PullEvent;
}

/** Remembers that the pull request goes to another branch, and takes off lgtm that was given before. */
export async function dropOnRetarget(ctx: RetargetContext): Promise<void> {
  const { changes, pull_request: pull } = ctx.payload;
  if (changes?.base === undefined || pull.merged) return;
  const move = { ...moveOf(pull), head: "" };
  await settleAll([noteMove(ctx.memory, pull.number, { ...move, kind: "base" }), drop(ctx, move)]);
}

async function drop(ctx: RetargetContext, move: Move): Promise<void> {
  const { github, payload, memory } = ctx;
  const { number, base } = payload.pull_request;
  const notes = owedNotes(memory, number, `base ${base.ref} ${move.at}`);
  if (await isOutdated(ctx, number, move)) {
    await notes.owe();
    await github.removeLabel(number, LGTM_LABEL);
  } else if (await isBack(ctx, number, notes)) return;
  await github.comment(number, lgtmRemovedWithBase(base.ref));
  await notes.settle();
}
