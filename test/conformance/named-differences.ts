import { readFileSync } from "node:fs";

/** One row of docs/differences.md. */
export interface Difference {
  readonly what: string;
  /** The test that holds it, a path in the repository. */
  readonly test: string;
  /** Ids of the recorded worlds that end otherwise than Prow's because of it. */
  readonly worlds: readonly string[];
}

/** The table of docs/differences.md. */
export function readDifferences(): readonly Difference[] {
  const text = readFileSync(new URL("../../docs/differences.md", import.meta.url), "utf8");
  const rows = text.split("\n").filter((line) => line.startsWith("| ") && !/^\| (?:What|---)/.test(line));
  return rows.map((row) => {
    const cells = row.split(" | ");
    const quoted = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
    return { what: (cells[0] ?? "").slice(2), test: quoted(cells[4])[0] ?? "", worlds: quoted(cells[5]) };
  });
}

/** Ids of worlds that docs/differences.md names as ending otherwise than Prow's, on purpose. */
export function namedDifferences(): ReadonlySet<string> {
  return new Set(readDifferences().flatMap((difference) => difference.worlds));
}
