import { describe, expect, it } from "vitest";
import { compilePattern, PatternError } from "../../src/config/pattern.ts";
import { patternSize } from "../../src/config/pattern-size.ts";

describe("the size of a pattern", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["a{1000}", 1_000],
    ["a{2,}", 3],
    ["a{0,7}b", 8],
    ["a{0}", 1],
    ["(ab){10}", 40],
    ["((a{3}){3}){3}", 51],
    ["[a{1000}]", 1],
    ["[]a{9}]", 1],
    ["[[:alpha:]{9}]x", 2],
    ["\\{1000}", 6],
    ["\\pL{9}", 9],
    ["\\p{Greek}{9}", 9],
    ["\\x{1F600}{9}", 9],
    ["\\Qa{1000}\\E", 1],
    ["a{x}", 4],
    ["a{,5}", 5],
    ["(".repeat(5), 0],
  ])("%j comes to %d steps", (pattern, size) => {
    expect(patternSize(pattern)).toBe(size);
  });

  it("is bounded, so that no pattern of a file takes long to compile", () => {
    for (const bomb of [
      "a{1000}".repeat(142),
      "[^b]{900}".repeat(3),
      "(?i:\\pL{0,1000})".repeat(58),
      "(a{30}){30}".repeat(4),
    ]) {
      expect(() => compilePattern(bomb)).toThrow(PatternError);
      expect(() => compilePattern(bomb)).toThrow(/repeats too much/);
    }
    expect(compilePattern("^a{1,200}$").test("aa")).toBe(true);
  });
});
