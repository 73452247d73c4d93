import type { ReviewEvent } from "../../plugin-kit/events.ts";
import { isOwnAccount } from "../../plugin-kit/is-own-account.ts";
import { approvalLines, asksForApproval } from "./approval-lines.ts";
import type { ApproveConfig } from "./approve-config.ts";
import { type ApprovalContext, updateApproval } from "./update-approval.ts";

type ReviewContext = ApprovalContext & { readonly payload: ReviewEvent };

const STATES: ReadonlySet<string> = new Set(["approved", "changes_requested", "dismissed"]);

/** Judges again when a review arrives or is dismissed whose state counts; a command in its text sees to it instead. */
export async function followReview(ctx: ReviewContext): Promise<void> {
  const { review, pull_request: pull } = ctx.payload;
  if (review.user === null || review.user.type === "Bot") return;
  if (!hasStateThatCounts(ctx.payload, ctx.config)) return;
  if (isOwnAccount({ login: review.user.login, type: "User" }, await ctx.github.botLogin())) return;
  await updateApproval(ctx, pull.number, { kind: "review", id: review.id });
}

function hasStateThatCounts({ review }: ReviewEvent, config: ApproveConfig): boolean {
  if (config.ignore_review_state || !STATES.has(review.state.toLowerCase())) return false;
  return !asksForApproval(approvalLines(review.body ?? ""), config.lgtm_acts_as_approve);
}
