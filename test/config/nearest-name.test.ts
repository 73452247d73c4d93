import { expect, it } from "vitest";
import { nearestName } from "../../src/config/nearest-name.ts";

it.each([
  ["aprove", "approve"],
  ["LGTM", "lgtm"],
  ["lgmt", "lgtm"],
  ["store_tre_hash", "store_tree_hash"],
  ["entirely-else", undefined],
  ["x".repeat(10_000), undefined],
])("%j is nearest to %j", (name, nearest) => {
  expect(nearestName(name, ["approve", "lgtm", "store_tree_hash"])).toBe(nearest);
});
