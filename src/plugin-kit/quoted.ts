/** Longest piece of a person's text that a sentence of ours repeats, in characters. */
const LONGEST = 200;

/** Control, format (bidirectional, zero-width), unpaired surrogate characters: nothing a reader could see. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}]/u;

/**
 * Somebody else's text as a Markdown code span that can do nothing: no mention, link, image, HTML, closing word or
 * command. Line ends become spaces, control and bidirectional characters are dropped, a long text is cut, and what opens
 * an HTML comment is broken, because bots find their own comments by such markers.
 */
export function quoted(text: string): string {
  const short = shorten(text).replaceAll("<!--", "<! --");
  if (short.trim() === "") return "(nothing)";
  const fence = "`".repeat(longestRun(short) + 1);
  const padding = short.startsWith("`") || short.endsWith("`") ? " " : "";
  return `${fence}${padding}${short}${padding}${fence}`;
}

function shorten(text: string): string {
  let short = "";
  let length = 0;
  for (const character of text) {
    const shown = /\s/u.test(character) ? " " : character;
    if (UNSEEN.test(shown)) continue;
    if (length === LONGEST) return `${short}…`;
    short += shown;
    length += 1;
  }
  return short;
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
