import { RE2JS } from "re2js";
import { z } from "zod";
import { patternSize } from "./pattern-size.ts";
import { printable } from "./printable.ts";

/** A pattern that a user wrote: RE2, unanchored, linear in the text whatever the pattern. */
export interface Pattern {
  readonly source: string;
  test(text: string): boolean;
  /** The whole match and then the groups, empty where a group took no part; undefined when nothing matches. */
  find(text: string): string[] | undefined;
}

/** Why a pattern cannot be used, in a sentence that names it. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

const longest = 1_000;
/** Compiling takes about 2 µs a step; the largest pattern somebody had a use for has a hundredth of this. */
const mostSteps = 2_000;

/** What patterns of one origin may still come to together, in steps. */
export interface StepBudget {
  left: number;
}

/**
 * Compiles what a user wrote in a configuration or OWNERS file.
 * @throws PatternError when it is longer than 1,000 characters, repeats too much, is not RE2 or is more than was left.
 */
export function compilePattern(text: string, budget?: StepBudget): Pattern {
  if (text.length > longest) {
    throw new PatternError(`the pattern ${printable(text)} is longer than ${longest} characters; shorten or split it`);
  }
  const steps = patternSize(text);
  if (budget !== undefined) budget.left -= steps;
  if (steps > mostSteps) {
    throw new PatternError(`the pattern ${printable(text)} repeats too much with its {…}; lower the counts`);
  }
  if (budget !== undefined && budget.left < 0) {
    throw new PatternError(`the pattern ${printable(text)} and those before it come to too much together; use fewer`);
  }
  const compiled = compile(text);
  return {
    source: text,
    test: (candidate) => compiled.matcher(candidate).find(),
    find(candidate) {
      const matcher = compiled.matcher(candidate);
      if (!matcher.find()) return undefined;
      return Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? "");
    },
  };
}

function compile(text: string): RE2JS {
  try {
    return RE2JS.compile(text);
  } catch (error) {
    const reason = String((error as Error).message).replace(/^error parsing regexp: /, "");
    throw new PatternError(`the pattern ${printable(text)} is not RE2: ${printable(reason, 120).slice(1, -1)}`);
  }
}

/** A string that must be a pattern: for the schemas of plugins' sections. */
export const patternText = z.string().superRefine((text, ctx) => {
  try {
    compilePattern(text);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    ctx.addIssue({ code: "custom", message: error.message });
  }
});
