import { withoutControls } from "./printable.ts";

/** One thing wrong in a configuration file: where it is, what is wrong, what to write. */
export interface ConfigProblem {
  readonly file: string;
  /** Counted from 1; absent when the problem is the whole file's. */
  readonly line?: number;
  readonly column?: number;
  /** What is wrong and what to write instead, one sentence. */
  readonly message: string;
  readonly severity: "error" | "warning";
  /** Said for information, such as a section of Prow's that nothing here uses: never an error, not even when strict. */
  readonly note?: true;
}

/** A configuration that cannot be used, with every problem found, not just the first. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.problems = problems;
  }
}

/** `plugins.yaml:12:5: error: …`, the form editors and terminals can jump to. */
export function formatProblem(problem: ConfigProblem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(":");
  return `${withoutControls(place)}: ${problem.note ? "note" : problem.severity}: ${withoutControls(problem.message)}`;
}
