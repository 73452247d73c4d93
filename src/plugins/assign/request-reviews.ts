import type { Calls, CommandContext } from "../../plugin-kit/define-plugin.ts";
import { notRequested, tooManyPeople } from "./messages.ts";
import { wantedPeople } from "./wanted-people.ts";

/**
 * `/cc` and `/uncc`: removals first. A team of another organisation is refused without asking GitHub; where nothing but
 * such teams is to be removed, the whole text comes to nothing. Prow: pkg/plugins/assign, handle and UnrequestReview.
 */
export async function requestReviews(ctx: CommandContext<undefined>, calls: Calls<readonly string[]>): Promise<void> {
  const { add, remove, tooMany } = wantedPeople(calls, ctx.author);
  const { number } = ctx.subject;
  const own = (name: string) => isOfOrganisation(name, ctx.repo.owner);

  const removable = remove.filter(own);
  if (remove.length > 0 && removable.length === 0) return;
  if (removable.length > 0) await ctx.github.removeReviewers(number, removable);
  const askable = add.filter(own);
  const refused = askable.length > 0 ? await ctx.github.requestReviewers(number, askable) : [];

  const missing = [...add.filter((name) => !own(name)), ...refused];
  if (missing.length > 0) ctx.reply(notRequested(missing, { name: ctx.repo.owner, linkUrl: ctx.linkUrl }));
  if (tooMany.length > 0) ctx.reply(tooManyPeople(tooMany));
}

function isOfOrganisation(name: string, organisation: string): boolean {
  const slash = name.lastIndexOf("/");
  return slash < 0 || name.slice(0, slash) === organisation;
}
