import type { CloseReason } from "../../github/github.ts";
import { type ArgumentGrammar, trimBlanksRight } from "../../plugin-kit/grammar.ts";

export interface GivenReason {
  /** Absent when the line gives none. */
  readonly reason?: CloseReason;
  /** Number of the issue that this one repeats. */
  readonly original?: number;
}

const DUPLICATE = /^duplicate(?: #([1-9][0-9]{0,8}))?$/;

/** A reason after exactly one space, or nothing; a duplicate may name the original. */
export const closeReason: ArgumentGrammar<GivenReason> = {
  usage: "[completed|not-planned|duplicate [#<number>]]",
  parse(line) {
    const given = trimBlanksRight(line).toLowerCase();
    if (given === "") return {};
    return given.startsWith(" ") ? reasonNamed(given.slice(1)) : undefined;
  },
};

function reasonNamed(words: string): GivenReason | undefined {
  if (words === "completed") return { reason: "completed" };
  if (words === "not-planned") return { reason: "not_planned" };
  const match = DUPLICATE.exec(words);
  if (match === null) return undefined;
  return match[1] === undefined ? { reason: "duplicate" } : { reason: "duplicate", original: Number(match[1]) };
}
