import { splitAtFirstDocument } from "./go/first-yaml-document.ts";
import { GoYamlError } from "./go/go-yaml-error.ts";

/** Bytes of the largest file that is looked at; a larger one counts as empty. */
export const LARGEST_FILE = 1_048_576;

/** What counts of an OWNERS or OWNERS_ALIASES file. */
export interface PartRead {
  /** The first document, with LF at the ends of lines. */
  readonly text: string;
  /** Line, counted from 1, where something stands that is not read. */
  readonly ignoredFrom?: number;
  /** Why nothing of it is. */
  readonly problem?: string;
}

/** The part of a file that is read, for whoever explains the file; never throws. */
export function partRead(file: string): PartRead {
  try {
    const { first, rest } = splitAtFirstDocument(file);
    const saying = rest.split("\n").findIndex((line) => !/^(?:[ \t]*(?:#|$)|(?:---|\.\.\.)[ \t]*$)/.test(line));
    return saying === -1 ? { text: first } : { text: first, ignoredFrom: first.split("\n").length + saying };
  } catch (error) {
    if (!(error instanceof GoYamlError)) throw error;
    return { text: "", problem: error.message };
  }
}
