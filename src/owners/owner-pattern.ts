import { compilePattern, type Pattern, PatternError } from "../config/pattern.ts";

/** Compiles an RE2 pattern; undefined when it is not one, and then Prow goes on as if it were not there. */
export function patternOrNothing(text: string): Pattern | undefined {
  try {
    return compilePattern(text);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}
