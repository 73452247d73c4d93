import { expect } from "vitest";

/**
 * Lines to hide behind a command: a longer fence than a reply would use, never closed, and after it what would act
 * outside of one: a mention, markup, an image, a link, a closing word, the bot's own marks, commands of others.
 */
export const HOSTILE = [
  "````",
  "@acme/everyone </details> <img src=x> ![x](https://evil.example/x.png) [you](https://evil.example)",
  "<!-- bowsprit:lgtm-removed --> fixes #1, acme/app1#1",
  "/approve",
  "> ```",
  "/hold",
].join("\n");

/** Fails when anything in a reply but its greeting and its link back could act: what people wrote must only be seen. */
export function expectInert(reply: string, to: string): void {
  expect(reply).toMatch(new RegExp(`^@${to}: `));
  const rest = withoutCode(reply)
    .slice(`@${to}: `.length)
    .replace(/In response to \[this\]\(http:[\w:/.#-]+\):/, "")
    .replace(/\n\n<!-- bowsprit:[0-9a-f]{20} -->$/, "");
  expect(rest).not.toMatch(/@\w|#\d|<!--|!\[|evil|^\s*\//m);
  expect(rest.match(/<[^>]*>/g)).toEqual(["<details>", "</details>"]);
}

/** A comment's Markdown without what only shows letters: quoted fences, then code spans. */
function withoutCode(markdown: string): string {
  return withoutQuotedFences(markdown).replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
}

/** As CommonMark has it, a run of backticks at least as long as the opening one ends a fence. */
function withoutQuotedFences(markdown: string): string {
  let opening = 0;
  return markdown
    .split("\n")
    .filter((line) => {
      const [, run = "", info = ""] = /^> {1,4}(`{3,})([^`]*)$/.exec(line) ?? [];
      if (opening === 0) opening = run.length;
      else if (run.length >= opening && info.trim() === "") opening = 0;
      else return false;
      return run === "";
    })
    .join("\n");
}
