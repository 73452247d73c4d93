import { expect, it } from "vitest";
import { Standstill } from "../../src/compose/standstill.ts";

it.each<[string, readonly (readonly [count: number, measure: number])[], readonly number[]]>([
  [
    "is none while the counter moves",
    [
      [1, 50],
      [2, 90],
      [4, 200],
    ],
    [0, 0, 0],
  ],
  [
    "grows with what is done meanwhile",
    [
      [7, 50],
      [7, 90],
      [7, 90],
      [7, 200],
    ],
    [0, 40, 40, 150],
  ],
  [
    "begins anew when it moved, in whatever direction",
    [
      [7, 50],
      [7, 90],
      [8, 95],
      [8, 99],
      [1, 200],
    ],
    [0, 40, 0, 4, 0],
  ],
])("standing still %s", (_, looks, said) => {
  const standstill = new Standstill();
  expect(looks.map(([count, measure]) => standstill.look(count, measure))).toEqual(said);
});
