import { visibleLines } from "./visible-lines.ts";

/** One line of a text that has the form of a command, known to anyone or not. */
export interface ScannedLine {
  /** Lower-case, without the slash. */
  readonly name: string;
  /** What follows the name, leading blanks included. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** The line as written, without its end. */
  readonly raw: string;
}

/** Longest line that can be a command, in UTF-16 units. */
const LONGEST_LINE = 512;

/** A slash in column 0, an ASCII word, then a blank or the line's end: `/lgtm.` and `/sig/node` are prose. */
const COMMAND = /^\/([A-Za-z][A-Za-z0-9-]*)(?![^ \t])/;

/** Control, bidirectional, zero-width characters and Unicode's line ends: what a reader cannot see may not command. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/**
 * Every line that could be a command, in order, in time linear in the text. Commands inside fenced or indented code,
 * quotes and HTML comments are not seen. Prow: pkg/plugins, `(?mi)^/…`; where it differs, see docs/differences.md.
 */
export function scanCommands(body: string): readonly ScannedLine[] {
  if (!body.startsWith("/") && !body.includes("\n/")) return [];
  const found: ScannedLine[] = [];
  for (const { text, number } of visibleLines(body)) {
    const command = readCommand(text, number);
    if (command !== undefined) found.push(command);
  }
  return found;
}

function readCommand(raw: string, line: number): ScannedLine | undefined {
  if (raw.length > LONGEST_LINE) return undefined;
  const name = COMMAND.exec(raw)?.[1];
  if (name === undefined || UNSEEN.test(raw.replaceAll("\t", " "))) return undefined;
  return { name: name.toLowerCase(), text: raw.slice(name.length + 1), line, raw };
}
