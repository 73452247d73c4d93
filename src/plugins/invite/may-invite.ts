import type { CommandContext } from "../../plugin-kit/define-plugin.ts";
import type { InviteConfig } from "./invite-config.ts";

/** Whether the commenter is one of those the configuration names; what costs no request is asked first. */
export async function mayInvite(ctx: CommandContext<InviteConfig>): Promise<boolean> {
  const { who } = ctx.config;
  if (who.includes("anyone")) return true;
  if (who.includes("author") && ctx.author === ctx.subject.author.login) return true;
  if (who.includes("collaborator") && (await ctx.github.isCollaborator(ctx.author))) return true;
  return who.includes("member") && (await ctx.github.isMember(ctx.author));
}
