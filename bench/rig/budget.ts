import { readFileSync } from "node:fs";

/** One promise of the budget file. */
export interface Figure {
  readonly figure: string;
  readonly target: number;
  readonly unit: string;
  readonly kind: "at most" | "at least";
  /** Whether it is made of waiting for GitHub, so that a slower reference in the same run allows it more. */
  readonly grows?: boolean;
}

export interface Budget {
  /** Part of a target by which noise may miss it; counts have none. */
  readonly tolerance: number;
  readonly reference: { readonly figure: string; readonly unit: string; readonly value: number };
  readonly figures: readonly Figure[];
}

export type Verdict = "met" | "met within the tolerance" | "MISSED";

/** A line of the printed table; without a target it is there for comparison. */
export interface Row {
  readonly figure: string;
  readonly measured: number;
  readonly unit: string;
  readonly target?: Pick<Figure, "target" | "kind">;
  readonly verdict?: Verdict;
}

export function readBudget(): Budget {
  return JSON.parse(readFileSync(new URL("../budget.json", import.meta.url), "utf8"));
}

/** What became of a figure, where the run's own reference was so long. Throws for a figure the budget does not name. */
export function judge(
  budget: Budget,
  name: string,
  run: { readonly measured: number; readonly reference?: number },
): Row {
  const found = budget.figures.find(({ figure }) => figure === name);
  if (found === undefined) throw new Error(`bench/budget.json has no figure "${name}"`);
  const { kind, unit } = found;
  const slower = Math.max(1, (run.reference ?? 0) / budget.reference.value);
  const target = found.grows ? found.target * slower : found.target;
  return {
    figure: name,
    measured: run.measured,
    unit,
    target: { target, kind },
    verdict: verdictOn(budget, { ...found, target }, run.measured),
  };
}

function verdictOn(budget: Budget, { target, kind, unit }: Figure, measured: number): Verdict {
  if (!Number.isFinite(measured)) return "MISSED";
  const slack = unit === "requests" ? 0 : budget.tolerance;
  const misses = kind === "at most" ? (limit: number) => measured > limit : (limit: number) => measured < limit;
  if (!misses(target)) return "met";
  return misses(target * (kind === "at most" ? 1 + slack : 1 - slack)) ? "MISSED" : "met within the tolerance";
}
