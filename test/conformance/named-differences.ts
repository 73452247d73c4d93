import { readFileSync } from "node:fs";

/** Ids of worlds that docs/differences.md names as ending otherwise than Prow's, on purpose. */
export function namedDifferences(): ReadonlySet<string> {
  const text = readFileSync(new URL("../../docs/differences.md", import.meta.url), "utf8");
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  return new Set(rows.flatMap((row) => [...row.matchAll(/`([a-z-]+\/[^`]+)`/g)].map((match) => match[1] ?? "")));
}
