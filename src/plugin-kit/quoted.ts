/** Longest piece of a person's text that a sentence of ours repeats, in characters. */
const LONGEST = 200;

/**
 * Somebody else's text as a Markdown code span that can do nothing: no mention, link, image, HTML, closing word or
 * command. Line ends become spaces, control and bidirectional characters are dropped, and a long text is cut.
 */
export function quoted(text: string): string {
  const flat = [...text]
    .map((character) => (/\s/u.test(character) ? " " : character))
    .filter((character) => !/[\p{Cc}\p{Cf}]/u.test(character));
  const short = flat.length > LONGEST ? `${flat.slice(0, LONGEST).join("")}…` : flat.join("");
  const fence = "`".repeat(longestRun(short) + 1);
  return `${fence} ${short} ${fence}`.replace(/^(`+) (?=[^`])(.*[^`]) \1$/su, "$1$2$1");
}

function longestRun(text: string): number {
  let longest = 0;
  let run = 0;
  for (const character of text) {
    run = character === "`" ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
