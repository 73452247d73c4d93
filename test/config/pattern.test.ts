import { describe, expect, it } from "vitest";
import { compilePattern, PatternError } from "../../src/config/pattern.ts";

describe("compilePattern", () => {
  it("searches anywhere and gives the groups", () => {
    const pattern = compilePattern("(?i)(s)ig-(?P<name>[a-z]+)(x)?");
    expect(pattern.source).toBe("(?i)(s)ig-(?P<name>[a-z]+)(x)?");
    expect(pattern.test("for SIG-node")).toBe(true);
    expect(pattern.test("kind")).toBe(false);
    expect(pattern.find("for SIG-node")).toEqual(["SIG-node", "S", "node", ""]);
    expect(pattern.find("kind")).toBeUndefined();
  });

  it.each([
    ["(", /the pattern "\(" is not RE2: missing closing \)/],
    ["(a)\\1", /not RE2: invalid escape sequence/],
    ["(?<=a)b", /not RE2/],
    ["((a{100}){100}){100}", /repeats too much/],
    ["a".repeat(1_001), /longer than 1000 characters/],
  ])("refuses %j with the reason", (text, reason) => {
    expect(() => compilePattern(text)).toThrow(PatternError);
    expect(() => compilePattern(text)).toThrow(reason);
  });

  it("takes no more from a budget than is in it, also for what is no pattern", () => {
    const budget = { left: 25 };
    compilePattern("a{10}", budget);
    expect(() => compilePattern("(", budget)).toThrow(/not RE2/);
    expect(() => compilePattern("a{20}", budget)).toThrow(/come to too much together/);
    expect(() => compilePattern("a", budget)).toThrow(PatternError);
    expect(compilePattern("a{20}").test("a".repeat(20))).toBe(true);
  });

  it.each(["(a+)+$", "(a|aa)+$", "(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$"])("never backtracks: %s", (bomb) => {
    expect(compilePattern(bomb).test(`${"a".repeat(5_000)}!`)).toBe(false);
  });

  it("names a hostile pattern without its control characters", () => {
    expect(() => compilePattern("(\u001b[31m")).toThrow(/the pattern "\(\?\[31m" is not RE2/);
  });
});
