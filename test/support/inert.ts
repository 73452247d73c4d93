import { expect } from "vitest";

/**
 * Lines to hide behind a command: a mention, markup, an image, a fence that is never closed, a closing word, the bot's
 * own marks, and commands of others.
 */
export const HOSTILE = [
  "@acme/everyone </details> <img src=x> ![x](https://evil.example/x.png) [you](https://evil.example)",
  "<!-- bowsprit:lgtm-removed --> fixes #1, acme/app1#1",
  "````",
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
  return markdown
    .replace(/^> (`{3,})text\n(?:> .*\n|>\n)*?> \1$/gm, "")
    .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "");
}
