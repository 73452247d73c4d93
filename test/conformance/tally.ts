import type { Outcome } from "./play.ts";
import type { Scenario } from "./scenario.ts";

export interface Played {
  readonly scenario: Scenario;
  readonly outcomes: readonly Outcome[];
  readonly differing: readonly string[];
  readonly named: boolean;
}

interface Row {
  worlds: number;
  equal: number;
  named: number;
  requests: number;
  prowRequests: number;
}

/** Counts played worlds by family, for the table at the end of a run. */
export interface Tally {
  add(family: string, played: Played): void;
  /** Aligned text, one line a family and a sum. */
  table(): string;
}

export function createTally(): Tally {
  const rows = new Map<string, Row>();
  return {
    add(family, { scenario, outcomes, differing, named }) {
      const row = rows.get(family) ?? { worlds: 0, equal: 0, named: 0, requests: 0, prowRequests: 0 };
      row.worlds += 1;
      row.equal += differing.length === 0 ? 1 : 0;
      row.named += named ? 1 : 0;
      row.requests += sum(outcomes.map((outcome) => outcome.calls));
      row.prowRequests += sum(scenario.expect.map((expected) => expected.calls));
      rows.set(family, row);
    },
    table() {
      const lines = [...rows, ["in all", total([...rows.values()])] as const].map(([family, row]) => line(family, row));
      const head = line("family", undefined);
      return `\n${[head, "-".repeat(head.length), ...lines].join("\n")}\n`;
    },
  };
}

function total(rows: readonly Row[]): Row {
  const add = (field: keyof Row) => sum(rows.map((row) => row[field]));
  return {
    worlds: add("worlds"),
    equal: add("equal"),
    named: add("named"),
    requests: add("requests"),
    prowRequests: add("prowRequests"),
  };
}

function line(family: string, row: Row | undefined): string {
  const cells = row
    ? [row.worlds, row.equal, row.named, row.requests, row.prowRequests]
    : ["worlds", "as recorded", "named", "requests", "Prow's"];
  return [family.padEnd(14), ...cells.map((cell) => String(cell).padStart(12))].join("");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
