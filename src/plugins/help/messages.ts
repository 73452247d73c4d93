import { linked } from "../../plugin-kit/linked.ts";
import type { HelpConfig } from "./help-config.ts";

/** Opening words of what the bot says about `help wanted`; Prow's own come second, so that its comments are found too. */
export const HELP_PHRASES = [
  "This issue is open for anyone to help with.",
  "This request has been marked as needing help from a contributor.",
] as const;

/** The same for `good first issue`. */
export const GOOD_FIRST_PHRASES = [
  "This issue is a good start for newcomers.",
  "This request has been marked as suitable for new contributors.",
] as const;

export function helpWanted(config: HelpConfig): string {
  return labelled(HELP_PHRASES[0], config.help_guidelines_url, {
    summary: config.help_guidelines_summary,
    undo: "/remove-help",
  });
}

export function goodFirstIssue(config: HelpConfig): string {
  const url = `${config.help_guidelines_url}#good-first-issue`;
  return labelled(GOOD_FIRST_PHRASES[0], url, {
    summary: config.help_guidelines_summary,
    undo: "/remove-good-first-issue",
  });
}

function labelled(opening: string, url: string, { summary, undo }: { summary: string; undo: string }): string {
  const guidelines = `Please check that it is described well enough for that; ${linked("the guidelines", url)} say how.`;
  const parts = [
    opening,
    ...(summary === "" ? [] : [summary]),
    guidelines,
    `If it no longer fits, anyone can take the label off with \`${undo}\`.`,
  ];
  return parts.join("\n\n");
}
