import { patternOrNothing } from "./owner-pattern.ts";
import { levelsOf } from "./repository-path.ts";

/**
 * Answers whether a file lies in a directory that the denylist hides, itself or through a parent. The root is called `.`.
 * Patterns that do not compile hide nothing. Prow: pkg/repoowners, walkFunc.
 */
export function ignoredDirectories(patterns: readonly string[]): (directory: string) => boolean {
  const compiled = patterns.flatMap((pattern) => patternOrNothing(pattern) ?? []);
  const verdicts = new Map<string, boolean>();
  const matches = (directory: string): boolean => {
    const known = verdicts.get(directory);
    if (known !== undefined) return known;
    const verdict = compiled.some((pattern) => pattern.test(directory === "" ? "." : directory));
    verdicts.set(directory, verdict);
    return verdict;
  };
  return (directory) => compiled.length > 0 && [...levelsOf(directory)].some(matches);
}
