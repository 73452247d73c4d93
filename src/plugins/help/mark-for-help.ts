import type { Calls, CommandContext } from "../../plugin-kit/define-plugin.ts";
import { hasLabel } from "../../plugin-kit/label-matching.ts";
import { ownComments } from "../own-comments.ts";
import { type HelpState, helpAction } from "./help-action.ts";
import type { HelpConfig } from "./help-config.ts";
import { GOOD_FIRST_PHRASES, goodFirstIssue, HELP_PHRASES, helpWanted } from "./messages.ts";

type Context = CommandContext<HelpConfig>;

const HELP_WANTED = "help wanted";
const GOOD_FIRST = "good first issue";

/** `/help`, `/good-first-issue` and their removals: one action a text. */
export async function markForHelp(ctx: Context, calls: Calls<true>): Promise<void> {
  const labels = await ctx.github.labels(ctx.subject.number);
  const state = { helpWanted: hasLabel(labels, HELP_WANTED), goodFirst: hasLabel(labels, GOOD_FIRST) };
  switch (helpAction(new Set(calls.map(({ name }) => name)), state)) {
    case "remove-help":
      return removeHelp(ctx, state);
    case "add-good-first":
      await ctx.github.addLabels(ctx.subject.number, [GOOD_FIRST, HELP_WANTED]);
      return ctx.reply(goodFirstIssue(ctx.config));
    case "add-help":
      await ctx.github.addLabels(ctx.subject.number, [HELP_WANTED]);
      return ctx.reply(helpWanted(ctx.config));
    case "remove-good-first":
      await ctx.github.removeLabel(ctx.subject.number, GOOD_FIRST);
      return prune(ctx, GOOD_FIRST_PHRASES);
    case undefined:
      ctx.react("+1");
  }
}

async function removeHelp(ctx: Context, { goodFirst }: HelpState): Promise<void> {
  await ctx.github.removeLabel(ctx.subject.number, HELP_WANTED);
  if (goodFirst) await ctx.github.removeLabel(ctx.subject.number, GOOD_FIRST);
  await prune(ctx, goodFirst ? [...HELP_PHRASES, ...GOOD_FIRST_PHRASES] : HELP_PHRASES);
}

/** Deletes what the bot said about the label, so that no advice stands where it no longer applies. */
async function prune(ctx: Context, phrases: readonly string[]): Promise<void> {
  const comments = await ownComments(ctx.github, ctx.subject.number, phrases);
  for (const { id } of comments) await ctx.github.deleteComment(id);
}
