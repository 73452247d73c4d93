import type { CommandContext } from "../../plugin-kit/define-plugin.ts";
import { addKnownLabels, unknownLabels } from "../add-known-labels.ts";
import { invitationText } from "./invitation-text.ts";
import { type InviteConfig, inviteLabels } from "./invite-config.ts";
import { mayInvite } from "./may-invite.ts";
import * as say from "./messages.ts";

/** What the plugin remembers of a thread: the delivery that invited. */
const INVITED_BY = "invited by";

type Context = CommandContext<InviteConfig>;

/** `/invite`: one comment, then labels, then closing, so that whatever fails leaves a thread that makes sense. */
export async function postInvitation(ctx: Context): Promise<void> {
  if (ctx.config.on !== "both" && ctx.subject.isPull !== (ctx.config.on === "pull")) return;
  if (!(await mayInvite(ctx))) return ctx.reply(say.mayNotInvite(ctx.config.who));
  if (await isInvited(ctx)) return ctx.react("+1");

  const text = await invitationText(ctx.github, ctx.config);
  if (text === undefined) return ctx.reply(say.fileMissing(ctx.config.message_file, ctx.config.message_branch));
  if (text === "") return ctx.reply(say.nothingConfigured);
  await post(ctx, text);
  await ctx.memory.remember(ctx.subject.number, INVITED_BY, ctx.delivery);
  await addKnownLabels(ctx.github, ctx.subject.number, inviteLabels(ctx.config));
  if (ctx.config.close) await close(ctx);
}

async function post(ctx: Context, text: string): Promise<void> {
  const missingLabels = await unknownLabels(ctx.github, inviteLabels(ctx.config));
  const closeComment = ctx.config.close ? ctx.config.close_comment : "";
  const body = say.invitation({ text, closeComment, missingLabels });
  await ctx.github.comment(ctx.subject.number, body);
}

async function close(ctx: Context): Promise<void> {
  const { number, isPull } = ctx.subject;
  if ((await ctx.github.issue(number)).state === "closed") return;
  if (isPull) await ctx.github.close(number);
  else await ctx.github.close(number, ctx.config.close_reason);
}

/** An invitation of this very delivery does not count: its step may be running again to finish the rest. */
async function isInvited(ctx: Context): Promise<boolean> {
  const invitedBy = await ctx.memory.recall(ctx.subject.number, INVITED_BY);
  return invitedBy !== undefined && invitedBy !== ctx.delivery;
}
