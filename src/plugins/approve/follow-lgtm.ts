import type { EventChanges, EventUser, IssueCommentEvent, ReviewCommentEvent } from "../../plugin-kit/events.ts";
import { approvalLines } from "./approval-lines.ts";
import { type ApprovalContext, updateApproval } from "./update-approval.ts";

type CommentContext = ApprovalContext & { readonly payload: IssueCommentEvent | ReviewCommentEvent };

/**
 * Judges again when a comment says `/lgtm` where that acts as approval. This is no command of the plugin, because the
 * name belongs to another one; with an `/approve` beside it, the command sees to both.
 */
export async function followLgtm(ctx: CommentContext): Promise<void> {
  if (!ctx.config.lgtm_acts_as_approve) return;
  const { payload } = ctx;
  const subject = "issue" in payload ? payload.issue : payload.pull_request;
  if (subject.state !== "open" || ("issue" in payload && payload.issue.pull_request === undefined)) return;
  const { user, body, id } = payload.comment;
  if (!isNewFromPerson(payload, user) || !onlyLgtm(body)) return;
  const kind = "issue" in payload ? "comment" : "review-comment";
  await updateApproval(ctx, subject.number, { kind, id });
}

/** Whether a text speaks of approval by `/lgtm` alone. */
export function onlyLgtm(body: string): boolean {
  const lines = approvalLines(body);
  return lines.length > 0 && lines.every(({ name }) => name === "lgtm");
}

function isNewFromPerson(
  { action, changes }: { readonly action: string; readonly changes?: EventChanges },
  user: EventUser | null,
): boolean {
  return user !== null && user.type !== "Bot" && (action !== "edited" || changes?.body !== undefined);
}
