import type { Comment, GitHub } from "../github/github.ts";
import { isOwnAccount } from "../plugin-kit/is-own-account.ts";

/**
 * The bot's own comments that say one of the phrases, oldest first. Only what stands before the folded part counts:
 * there a reply repeats what a person wrote.
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
  return phrases.some((phrase) => said.includes(phrase));
}
