import type { PullEvent } from "../../plugin-kit/events.ts";
import { isOwnAccount } from "../../plugin-kit/is-own-account.ts";
import { APPROVED_LABEL } from "./messages.ts";
import { type ApprovalContext, updateApproval } from "./update-approval.ts";

type PullContext = ApprovalContext & { readonly payload: PullEvent };

/** Judges a pull request that was opened, opened again or pushed to. */
export async function followPull(ctx: PullContext): Promise<void> {
  await updateApproval(ctx, ctx.payload.number);
}

/** Judges a pull request that goes to another branch now, by the OWNERS of that one. */
export async function followRetarget(ctx: PullContext): Promise<void> {
  const { changes, number, pull_request: pull } = ctx.payload;
  if (changes?.base !== undefined && pull.state === "open") await updateApproval(ctx, number);
}

/** Judges again when somebody else adds the label to an open pull request, which approves it by hand. */
export async function followLabel(ctx: PullContext): Promise<void> {
  const { label, sender, pull_request: pull } = ctx.payload;
  if (label?.name !== APPROVED_LABEL || pull.state === "closed") return;
  const account = { login: sender.login, type: sender.type === "Bot" ? ("Bot" as const) : ("User" as const) };
  if (isOwnAccount(account, await ctx.github.botLogin())) return;
  await updateApproval(ctx, ctx.payload.number);
}
