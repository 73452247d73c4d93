import { expect, it } from "vitest";
import { goPermutation } from "../../../src/owners/go/go-random.ts";

it.each([
  [0, 0, []],
  [0, 2, [1, 0]],
  [0, 5, [4, 2, 3, 0, 1]],
  [2, 10, [3, 0, 6, 2, 8, 1, 9, 4, 7, 5]],
  [13, 2, [0, 1]],
  [123_456, 12, undefined],
  [4_294_967_999, 12, [11, 10, 4, 2, 0, 1, 3, 9, 6, 8, 7, 5]],
])("seed %d orders %d as Go does", (seed, n, order) => {
  const permutation = goPermutation(seed, n);
  if (order !== undefined) expect(permutation).toEqual(order);
  expect([...permutation].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, index) => index));
});
