import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { readDifferences } from "../conformance/named-differences.ts";

it("names a reason's test for every difference from Prow", () => {
  const rows = readDifferences();
  expect(rows.length).toBeGreaterThan(5);
  const missing = rows.filter(({ test }) => test === "" || !existsSync(new URL(`../../${test}`, import.meta.url)));
  expect(missing.map(({ what }) => what)).toEqual([]);
});
