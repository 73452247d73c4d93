import { expect, it } from "vitest";
import { type Budget, judge, readBudget } from "../../bench/rig/budget.ts";
import { median, quantile } from "../../bench/rig/statistics.ts";
import { inWords, table } from "../../bench/rig/table.ts";

const budget: Budget = {
  tolerance: 0.1,
  reference: { figure: "one round trip", unit: "ms", value: 40 },
  figures: [
    { figure: "time", target: 100, unit: "ms", kind: "at most", grows: true },
    { figure: "rate", target: 1000, unit: "a second", kind: "at least" },
    { figure: "count", target: 3, unit: "requests", kind: "at most" },
  ],
};

it.each([
  ["time", 100, "met"],
  ["time", 100.1, "met within the tolerance"],
  ["time", 110.1, "MISSED"],
  ["time", Number.NaN, "MISSED"],
  ["rate", 1000, "met"],
  ["rate", 999, "met within the tolerance"],
  ["rate", 899, "MISSED"],
  ["count", 3, "met"],
  ["count", 4, "MISSED"],
  ["count", 3.1, "MISSED"],
])("judges %s at %d as %s", (figure, measured, verdict) => {
  expect(judge(budget, figure, { measured }).verdict).toBe(verdict);
});

it("allows more where the reference of the run was slower, and never less", () => {
  expect(judge(budget, "time", { measured: 150, reference: 60 }).target?.target).toBe(150);
  expect(judge(budget, "time", { measured: 150, reference: 20 }).target?.target).toBe(100);
  expect(judge(budget, "count", { measured: 4, reference: 80 }).verdict).toBe("MISSED");
});

it("refuses a figure without a promise", () => {
  expect(() => judge(budget, "speed", { measured: 1 })).toThrow('no figure "speed"');
});

it("names each figure of the budget file once", () => {
  const names = readBudget().figures.map(({ figure }) => figure);
  expect(names.length).toBeGreaterThan(15);
  expect(new Set(names).size).toBe(names.length);
});

it.each([
  [[], 0],
  [[3], 3],
  [[9, 1, 5], 5],
  [[10, 1, 3, 2], 2.5],
])("finds the middle of %j", (numbers, middle) => {
  expect(median(numbers)).toBe(middle);
});

it("finds the value that 99 of 100 lie below", () => {
  const numbers = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([quantile(numbers, 0.99), quantile(numbers, 0.5), quantile(numbers, 1), quantile([], 0.5)]).toEqual([
    100, 51, 100, 0,
  ]);
});

it("prints columns", () => {
  const rows = [judge(budget, "time", { measured: 90.94 }), { figure: "floor", measured: 40, unit: "ms" }];
  expect(table(rows)).toBe(
    "figure  measured  target       verdict\n" +
      "time    90.9 ms   at most 100  met\n" +
      "floor   40 ms                  for comparison\n",
  );
});

it.each([
  [1234.5, "1,235"],
  [0.0123, "0.0123"],
  [45.678, "45.7"],
  [Number.NaN, "nothing"],
])("writes %d as %s", (value, words) => {
  expect(inWords(value)).toBe(words);
});
