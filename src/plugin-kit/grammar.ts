/**
 * Reads what follows a command's name on its line. `text` is the rest of the line as it stands, leading blanks
 * included, without the line end or a trailing carriage return. Undefined means "this line is not the command".
 */
export interface ArgumentGrammar<Args> {
  /** How the arguments are shown in help, for example `[cancel|no-issue]`; empty for none. */
  readonly usage: string;
  parse(text: string): Args | undefined;
}

/** Nothing but trailing blanks. */
export const nothing: ArgumentGrammar<true> = {
  usage: "",
  parse: (text) => (trimBlanks(text) === "" ? true : undefined),
};

/** Any text on the line, trimmed; the name must be followed by a blank or the line end (the scanner sees to it). */
export function text(usage: string): ArgumentGrammar<string> {
  return { usage, parse: trimBlanks };
}

/** Exactly one of the words after exactly one space, or nothing where `""` is among them; compared without case. */
export function oneOf<Word extends string>(...words: readonly Word[]): ArgumentGrammar<Word> {
  const shown = words.filter((word) => word !== "").join("|");
  return {
    usage: words.includes("" as Word) ? `[${shown}]` : `<${shown}>`,
    parse(line) {
      const given = trimBlanksRight(line);
      if (given === "") return words.find((word) => word === "");
      if (!given.startsWith(" ")) return undefined;
      const wanted = given.slice(1).toLowerCase();
      return words.find((word) => word !== "" && word === wanted);
    },
  };
}

const BLANKS = " \t\f\r";

/** Go's white space within a line: space, tab, form feed, carriage return. A no-break space is a letter like any other. */
export function trimBlanks(line: string): string {
  let start = 0;
  while (start < line.length && BLANKS.includes(line.charAt(start))) start += 1;
  return trimBlanksRight(line.slice(start));
}

export function trimBlanksRight(line: string): string {
  let end = line.length;
  while (end > 0 && BLANKS.includes(line.charAt(end - 1))) end -= 1;
  return line.slice(0, end);
}
