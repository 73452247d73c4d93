import type { CommandContext } from "../../plugin-kit/define-plugin.ts";
import { sameAccount } from "../../plugin-kit/same-account.ts";
import type { InviteConfig } from "./invite-config.ts";

/** Whether the commenter is one of those the configuration names; what costs no request is asked first. */
export async function mayInvite(ctx: CommandContext<InviteConfig>): Promise<boolean> {
  const { who } = ctx.config;
  if (who.includes("anyone")) return true;
  if (who.includes("author") && sameAccount(ctx.comment.author, ctx.subject.author)) return true;
  if (who.includes("collaborator") && (await ctx.github.isCollaborator(ctx.author))) return true;
  return who.includes("member") && (await ctx.github.isMember(ctx.author));
}
