import type { Comment, GitHub } from "../github/github.ts";
import { isOwnAccount } from "../plugin-kit/is-own-account.ts";

/** How a reply begins. */
const MENTION = /^@[\w.-]{1,100}(?:\[bot\])?: /;

/**
 * The bot's own comments with a line that begins with one of the phrases, oldest first. In the middle of a line, and in
 * the folded part, a reply repeats what a person wrote.
 */
export async function ownComments(
  github: Pick<GitHub, "botLogin" | "comments">,
  number: number,
  phrases: readonly string[],
): Promise<readonly Comment[]> {
  const [bot, comments] = await Promise.all([github.botLogin(), github.comments(number)]);
  return comments.filter((comment) => isOwnAccount(comment.author, bot) && says(comment.body, phrases));
}

function says(body: string, phrases: readonly string[]): boolean {
  const fold = body.indexOf("<details>");
  const said = fold < 0 ? body : body.slice(0, fold);
  const lines = said.split("\n").map((line) => line.replace(MENTION, "").trimStart());
  return phrases.some((phrase) => lines.some((line) => line.startsWith(phrase)));
}
