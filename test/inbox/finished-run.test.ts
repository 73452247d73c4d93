import { expect, it } from "vitest";
import { ageOf } from "../../src/inbox/finished-run.ts";

it.each([
  ["received a moment ago", { receivedAt: 900, since: 905 }, 95],
  ["replayed after years", { receivedAt: 0, since: 950 }, 50],
  ["its tries counted by a clock that is behind", { receivedAt: 900, since: 0 }, 100],
  ["received by a clock that is ahead", { receivedAt: 2_000, since: 900 }, 0],
])("a delivery that was %s", (_, row, age) => {
  expect(ageOf(row, 1_000)).toBe(age);
});
