import { compilePattern, type Pattern, PatternError, type StepBudget } from "../config/pattern.ts";

/** Compiles an RE2 pattern within the budget; undefined when it is not one, and then Prow goes on as if it were not there. */
export function patternOrNothing(text: string, budget?: StepBudget): Pattern | undefined {
  try {
    return compilePattern(text, budget);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}
