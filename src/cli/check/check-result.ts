import { type ConfigProblem, formatProblem } from "../../config/config-error.ts";

/** What was found, and where it was looked for. */
export interface CheckResult {
  readonly problems: readonly ConfigProblem[];
  /** How many files were looked at. */
  readonly files: number;
}

/** 1 when a problem is an error, or a warning under `strict`; notes never count. */
export function exitCodeOf(problems: readonly ConfigProblem[], strict: boolean): 0 | 1 {
  const counts = ({ severity, note }: ConfigProblem) => severity === "error" || (strict && !note);
  return problems.some(counts) ? 1 : 0;
}

/** The problems one a line, and a line that sums them up. */
export function formatResult({ problems, files }: CheckResult, colours: boolean): string {
  const kinds = problems.map(kindOf);
  const count = (kind: Kind) => {
    const number = kinds.filter((one) => one === kind).length;
    return `${number} ${kind}${number === 1 ? "" : "s"}`;
  };
  const lines = problems.map((problem) => (colours ? coloured(problem) : formatProblem(problem)));
  const looked = `${files} file${files === 1 ? "" : "s"} checked`;
  return [...lines, `${looked}: ${count("error")}, ${count("warning")}, ${count("note")}`].join("\n");
}

type Kind = "error" | "warning" | "note";

function kindOf(problem: ConfigProblem): Kind {
  return problem.note ? "note" : problem.severity;
}

function coloured(problem: ConfigProblem): string {
  const kind = kindOf(problem);
  const code = { error: 31, warning: 33, note: 36 }[kind];
  return formatProblem(problem).replace(`: ${kind}: `, `: \u001b[${code}m${kind}\u001b[0m: `);
}
