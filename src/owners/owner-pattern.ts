import { RE2JS } from "re2js";

/** A pattern written by a repository's people, in RE2 syntax, searched anywhere in a text in linear time. */
export interface OwnerPattern {
  matches(text: string): boolean;
}

/** Longer patterns are taken for invalid: nobody writes them, and compiling them would cost what they like. */
const maxPatternLength = 1000;

/** Compiles the pattern; undefined when Go would not, and then Prow goes on without it. */
export function compilePattern(pattern: string): OwnerPattern | undefined {
  if (pattern.length > maxPatternLength) return undefined;
  try {
    const compiled = RE2JS.compile(pattern);
    return { matches: (text) => compiled.matcher(text).find() };
  } catch {
    // Every refusal means the same to the caller: this pattern does not exist.
    return undefined;
  }
}
