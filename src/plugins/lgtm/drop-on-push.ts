import type { GitHub } from "../../github/github.ts";
import type { PullEvent } from "../../plugin-kit/events.ts";
import type { Memory } from "../../plugin-kit/memory.ts";
import { settleAll } from "../../plugin-kit/settle-all.ts";
import { isBack, isOutdated } from "./is-outdated.ts";
import { isSticky, type StickyContext } from "./is-sticky.ts";
import type { LgtmConfig } from "./lgtm-config.ts";
import { LGTM_LABEL, lgtmRemoved } from "./messages.ts";
import { type Move, moveOf, noteMove } from "./moves.ts";
import { owedNotes } from "./owed-notes.ts";
import { lastCoveredTree } from "./own-notices.ts";

type PushVerb = "labels" | "botLogin" | "comments" | "commitTree" | "removeLabel" | "requestReviewers" | "comment";

interface PushContext extends StickyContext {
  readonly config: LgtmConfig;
  readonly github: StickyContext["github"] & Pick<GitHub, PushVerb>;
  readonly memory: Memory;
  readonly payload: PullEvent;
}

/** Remembers new commits, and takes lgtm off unless it covers them: written later, sticky, or for the same content. */
export async function dropOnPush(ctx: PushContext): Promise<void> {
  const pull = ctx.payload.pull_request;
  if (pull.merged) return;
  const move = moveOf(pull);
  await settleAll([noteMove(ctx.memory, pull.number, { ...move, kind: "push" }), drop(ctx, move)]);
}

async function drop(ctx: PushContext, move: Move): Promise<void> {
  const { github, payload, memory } = ctx;
  const pull = payload.pull_request;
  const notes = owedNotes(memory, pull.number, `push ${pull.head.sha}`);
  if (await isOutdated(ctx, pull.number, move)) {
    if (await staysOn(ctx)) return;
    await notes.owe();
    await github.removeLabel(pull.number, LGTM_LABEL);
  } else if (await isBack(ctx, pull.number, notes)) return;
  const assignees = pull.assignees.map((assignee) => assignee.login);
  if (ctx.config.store_tree_hash && assignees.length > 0) await github.requestReviewers(pull.number, assignees);
  await github.comment(pull.number, lgtmRemoved(pull.head.sha));
  await notes.settle();
}

async function staysOn(ctx: PushContext): Promise<boolean> {
  const { user, head } = ctx.payload.pull_request;
  if (await isSticky(ctx, user?.login ?? "")) return true;
  return ctx.config.store_tree_hash && isCovered(ctx, head.sha);
}

async function isCovered({ github, payload }: PushContext, head: string): Promise<boolean> {
  const [botLogin, comments] = await Promise.all([github.botLogin(), github.comments(payload.number)]);
  const covered = lastCoveredTree(comments, botLogin);
  return covered !== undefined && covered === (await github.commitTree(head));
}
