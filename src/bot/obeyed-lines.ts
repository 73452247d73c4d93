import type { Account } from "../github/github.ts";
import type { CommentEvent } from "../plugin-kit/comment-event.ts";
import { trimBlanksRight } from "../plugin-kit/grammar.ts";
import { sameAccount } from "../plugin-kit/same-account.ts";
import { type ScannedLine, scanCommands } from "../plugin-kit/scan-commands.ts";
import type { BotEvent } from "./events/decode-event.ts";
import { accountOf, GHOST } from "./events/event-subject.ts";

/** Lower-cased logins of the bots whose commands are obeyed; nobody's unless configured. */
export type ObeyedBots = ReadonlySet<string>;

/**
 * The command lines of a text that its author gave just now: all of a new text, of an edited one those the old text
 * did not have. None when somebody else sent the event (an edit by a maintainer must not speak in the author's name),
 * when the author's account is gone, and none of bots.
 */
export function obeyedLines(
  event: BotEvent,
  comment: CommentEvent | undefined,
  obeyed: ObeyedBots,
): readonly ScannedLine[] {
  if (comment === undefined || !speaksForItself(comment, accountOf(event.payload.sender), obeyed)) return [];
  const lines = scanCommands(comment.body);
  if (comment.action === "created" || lines.length === 0) return lines;
  return withoutKnown(lines, scanCommands(comment.previousBody ?? ""));
}

/** Two lines with one key ask for the same thing. The blanks behind the name count: some commands want exactly one. */
export function lineKey(line: ScannedLine): string {
  return `${line.name}${trimBlanksRight(line.text)}`;
}

function speaksForItself(comment: CommentEvent, sender: Account, obeyed: ObeyedBots): boolean {
  if (comment.author === GHOST || !sameAccount(comment.author, sender)) return false;
  const isBot = comment.author.type === "Bot" || sender.type === "Bot";
  return !isBot || obeyed.has(sender.login.toLowerCase());
}

/** The difference of two multisets: each old line accounts for one new line. */
function withoutKnown(lines: readonly ScannedLine[], known: readonly ScannedLine[]): readonly ScannedLine[] {
  const left = new Map<string, number>();
  for (const line of known) left.set(lineKey(line), (left.get(lineKey(line)) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(lineKey(line)) ?? 0;
    if (count > 0) left.set(lineKey(line), count - 1);
    return count === 0;
  });
}
