import type { ConfigProblem } from "./config-error.ts";

/** The problems file by file in the order of their lines, without the repeats of two plugins' complaints about one place. */
export function tidyProblems(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  const files = [...new Set(problems.map((problem) => problem.file))];
  const seen = new Set<string>();
  const single = problems.filter(({ file, line, column, message }) => {
    const key = JSON.stringify([file, line, column, message]);
    return !seen.has(key) && seen.add(key);
  });
  return single.sort(
    (first, second) =>
      files.indexOf(first.file) - files.indexOf(second.file) ||
      (first.line ?? 0) - (second.line ?? 0) ||
      (first.column ?? 0) - (second.column ?? 0),
  );
}
