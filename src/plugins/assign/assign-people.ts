import type { Calls, CommandContext } from "../../plugin-kit/define-plugin.ts";
import { notAssigned, tooManyPeople } from "./messages.ts";
import { wantedPeople } from "./wanted-people.ts";

/** `/assign` and `/unassign`: removals first, one request each way. GitHub decides who can be assigned. */
export async function assignPeople(ctx: CommandContext<undefined>, calls: Calls<readonly string[]>): Promise<void> {
  const { add, remove, tooMany } = wantedPeople(calls, ctx.author);
  const { number } = ctx.subject;
  if (remove.length > 0) await ctx.github.unassign(number, remove);
  const refused = add.length > 0 ? await ctx.github.assign(number, add) : [];
  if (refused.length > 0) ctx.reply(notAssigned(refused, { name: ctx.repo.owner, linkUrl: ctx.linkUrl }));
  if (tooMany.length > 0) ctx.reply(tooManyPeople(tooMany));
}
