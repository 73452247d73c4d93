import { webAddress } from "../../plugin-kit/linked.ts";

/** The text that is answered. */
export interface RepliedTo {
  /** Login to mention; undefined when there is nobody to. */
  readonly author: string | undefined;
  readonly url: string;
  readonly body: string;
}

/** Most characters of the person's text that a reply repeats. */
const LONGEST_QUOTE = 2_000;
/** GitHub takes comments of 65,536 characters; a margin stays for the marker that makes them unique. */
const MOST_BYTES = 60_000;

/**
 * One comment for everything said in a step: names the commenter, says it, and quotes the text in a folded part.
 * Nothing in the quote acts, and no line of a reply is a command. Prow: pkg/plugins/respond.go.
 */
export function formatReply(to: RepliedTo, messages: readonly string[]): string {
  const mention = to.author === undefined ? "" : `@${to.author}: `;
  const details = foldedQuote(to);
  const said = withoutCommands(`${mention}${messages.join("\n\n")}`);
  return `${cutToBytes(said, MOST_BYTES - Buffer.byteLength(details))}${details}`;
}

/** Prow's folded part: where the text stands, and the text in a quoted code block, where Markdown is only letters. */
function foldedQuote(to: RepliedTo): string {
  const lines = readable(to.body).split("\n");
  const fence = "`".repeat(Math.max(3, longestRun(lines) + 1));
  const block = [`${fence}text`, ...lines, fence].map((line) => `> ${line}`).join("\n");
  return `\n\n<details>\n\nIn response to [this](${webAddress(to.url) ?? "#"}):\n\n${block}\n\n</details>`;
}

/** Without what cannot be seen, and with HTML comments broken, since bots find their own comments by such markers. */
function readable(body: string): string {
  const start = body.slice(0, LONGEST_QUOTE);
  const seen = start.replaceAll("\t", "  ").replace(/[\p{Cf}\p{Cs}]|(?!\n)[\p{Cc}\p{Zl}\p{Zp}]/gu, "");
  return `${seen}${body.length > LONGEST_QUOTE ? "…" : ""}`.replaceAll("<!--", "<! --").replaceAll("-->", "-- >");
}

function longestRun(lines: readonly string[]): number {
  let longest = 0;
  for (const line of lines) {
    for (const run of line.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  }
  return longest;
}

/** The text with no line that a bot could take for a command: one that obeys bots must not obey this one. */
export function withoutCommands(text: string): string {
  return text.replace(/^\//gm, "\\/");
}

function cutToBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  const bytes = Buffer.from(text).subarray(0, most - 3);
  // A character cut in two decodes to U+FFFD at the very end.
  return `${bytes.toString("utf8").replace(/\uFFFD$/u, "")}…`;
}
