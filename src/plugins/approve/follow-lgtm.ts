import type { CommandContext } from "../../plugin-kit/define-plugin.ts";
import { approvalLines } from "./approval-lines.ts";
import type { ApproveConfig } from "./approve-config.ts";
import { type ApprovalContext, updateApproval } from "./update-approval.ts";

type LgtmContext = ApprovalContext & Pick<CommandContext<ApproveConfig>, "comment" | "subject">;

/**
 * Judges again when somebody says `/lgtm` where that acts as approval; the label and the answer are its owner's. With
 * an `/approve` in the same text, that command sees to both.
 */
export async function followLgtm(ctx: LgtmContext): Promise<void> {
  const { kind, id } = ctx.comment;
  if (!ctx.config.lgtm_acts_as_approve || kind === "description" || saysApprove(ctx.comment)) return;
  await updateApproval(ctx, ctx.subject.number, { kind, id });
}

/** Whether the text has an `/approve` that is new with it. */
function saysApprove({ body, previousBody = "" }: LgtmContext["comment"]): boolean {
  return approveLines(body) > approveLines(previousBody);
}

function approveLines(body: string): number {
  return approvalLines(body).filter(({ name }) => name !== "lgtm").length;
}
