export interface Shortening {
  /** Most lines. */
  readonly lines: number;
  /** Most characters of a line. */
  readonly width: number;
}

/** The first lines of a Markdown comment as a person reads them: no hidden parts, no folded parts, no addresses. */
export function shortenWords(markdown: string, { lines, width }: Shortening): readonly string[] {
  const open = without(without(markdown, "<!--", "-->"), "<details>", "</details>");
  const read = open
    .replace(/\[([^[\]\n]{1,200})\]\([^()\n]{1,500}\)/g, "$1")
    .replaceAll("**", "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .flatMap((line) => wrap(line, width));
  if (read.length <= lines) return read;
  return [...read.slice(0, lines), `(and ${read.length - lines} more line${read.length - lines === 1 ? "" : "s"})`];
}

/** Breaks a line between words; a word that is longer than a line is cut. */
function wrap(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    const short = word.length <= width ? word : `${word.slice(0, width - 1)}…`;
    if (current !== "" && current.length + 1 + short.length > width) {
      lines.push(current);
      current = short;
    } else current = current === "" ? short : `${current} ${short}`;
  }
  return [...lines, current];
}

/** Takes out everything between two marks; an open end runs to the end of the text. */
function without(text: string, start: string, end: string): string {
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const at = text.indexOf(start, from);
    if (at === -1) return [...parts, text.slice(from)].join("");
    parts.push(text.slice(from, at));
    const until = text.indexOf(end, at);
    if (until === -1) return parts.join("");
    from = until + end.length;
  }
}
