import type { CommandContext } from "../../plugin-kit/define-plugin.ts";
import type { ApproveConfig } from "./approve-config.ts";
import { type ApprovalContext, updateApproval } from "./update-approval.ts";

type RunContext = ApprovalContext & Pick<CommandContext<ApproveConfig>, "comment" | "subject" | "react">;

/**
 * `/approve` and `/remove-approve`. What was written counts because the history holds it; a description is no part of
 * that history, and its opening starts a judgement of its own.
 */
export async function runApprove(ctx: RunContext): Promise<void> {
  const { kind, id } = ctx.comment;
  if (kind === "description") return;
  const outcome = await updateApproval(ctx, ctx.subject.number, { kind, id });
  if (outcome === "unchanged") ctx.react("+1");
}
