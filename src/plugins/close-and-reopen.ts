import type { CloseReason } from "../github/github.ts";
import { GitHubError } from "../github/github-error.ts";
import type { CommandContext } from "../plugin-kit/define-plugin.ts";
import { hasLabel } from "../plugin-kit/label-matching.ts";
import { sameAccount } from "../plugin-kit/same-account.ts";
import * as say from "./close-messages.ts";

type Context = CommandContext<unknown>;

export interface Closing {
  readonly reason: CloseReason;
  /** The issue that this one repeats. */
  readonly original?: number | undefined;
}

/** Closes an open thread and says who asked, or refuses and says who can; answers whether it is closed. Prow: lifecycle/close.go. */
export async function closeThread(ctx: Context, { reason, original }: Closing): Promise<boolean> {
  const { number, isPull } = ctx.subject;
  if (!(await mayClose(ctx))) {
    ctx.reply(say.mayNotClose);
    return false;
  }
  if (isPull && reason !== "completed") {
    ctx.reply(say.pullsHaveNoReason(reason));
    return false;
  }
  if (isPull) await ctx.github.close(number);
  else await ctx.github.close(number, reason);
  ctx.reply(isPull ? say.closedPull() : say.closedIssue(reason, original));
  return true;
}

/** Reopens a closed thread and says who asked; tells GitHub's reason when it refuses. Prow: lifecycle/reopen.go. */
export async function reopenThread(ctx: Context): Promise<void> {
  if (!isAuthor(ctx) && !(await ctx.github.isCollaborator(ctx.author))) return ctx.reply(say.mayNotReopen);
  try {
    await ctx.github.reopen(ctx.subject.number);
    ctx.reply(say.reopened(ctx.subject.isPull));
  } catch (error) {
    if (!(error instanceof GitHubError) || error.refusal !== "invalid") throw error;
    ctx.reply(say.reopenRefused(error.message));
  }
}

async function mayClose(ctx: Context): Promise<boolean> {
  return isAuthor(ctx) || (await isInactive(ctx)) || (await ctx.github.isCollaborator(ctx.author));
}

async function isInactive(ctx: Context): Promise<boolean> {
  const labels = await ctx.github.labels(ctx.subject.number);
  return hasLabel(labels, "lifecycle/stale") || hasLabel(labels, "lifecycle/rotten");
}

function isAuthor(ctx: Context): boolean {
  return sameAccount(ctx.comment.author, ctx.subject.author);
}
