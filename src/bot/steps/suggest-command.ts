import type { ScannedLine } from "../../plugin-kit/scan-commands.ts";
import { editDistance } from "./edit-distance.ts";

/** The step under which a did-you-mean is recorded; no plugin may have this name. */
export const SUGGEST_STEP = "suggest";

/** A line that nobody answers to, and the command that was probably meant. */
export interface Suggestion {
  readonly written: string;
  readonly meant: string;
}

/** Longest word worth comparing: no command is near a longer one. */
const LONGEST_WORD = 40;
/** Most lines of one text that are looked at. */
const MOST_LINES = 10;

/** The first unknown line that is one slip away from an enabled command, two from a name of seven letters or more. */
export function suggestCommand(unknown: readonly ScannedLine[], names: Iterable<string>): Suggestion | undefined {
  const enabled = [...names];
  for (const { name } of unknown.slice(0, MOST_LINES)) {
    const meant = nearest(name, enabled);
    if (meant !== undefined) return { written: name, meant };
  }
  return undefined;
}

/** The name nearest to a word, the first of several in alphabetical order; undefined when none is near. */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const near = [...names]
    .map((name) => ({ name, far: distanceWithin(word, name) }))
    .filter(({ far }) => far !== undefined);
  near.sort((first, second) => (first.far ?? 0) - (second.far ?? 0) || (first.name < second.name ? -1 : 1));
  return near[0]?.name;
}

function distanceWithin(word: string, name: string): number | undefined {
  const limit = name.length >= 7 ? 2 : 1;
  const distance = editDistance(word, name, limit);
  // Two letters are too few to tell a slip from another word.
  return distance > limit || (distance > 0 && name.length < 3) ? undefined : distance;
}
