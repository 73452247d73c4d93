import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoted } from "../../src/plugin-kit/quoted.ts";
import { hostileTexts } from "./hostile-texts.ts";

/** A CommonMark code span: a run of backticks, text without such a run, the same run, nothing else. */
function expectCodeSpan(span: string): string {
  const fence = /^`+/.exec(span)?.[0] ?? "";
  expect(fence).not.toBe("");
  expect(span.length).toBeGreaterThan(2 * fence.length);
  expect(span.endsWith(fence)).toBe(true);
  const inside = span.slice(fence.length, -fence.length);
  const runs: readonly string[] = inside.match(/`+/g) ?? [];
  expect(runs).not.toContain(fence);
  expect(inside.startsWith("`") || inside.endsWith("`")).toBe(false);
  expect(inside).not.toMatch(/[\n\r\u2028\u2029\p{Cc}\p{Cf}\p{Cs}]/u);
  expect([...inside].length).toBeLessThanOrEqual(203);
  return inside;
}

describe("a person's text in a sentence of ours", () => {
  it.each(hostileTexts)("is a code span and nothing else: %j", (text) => {
    const span = quoted(text);
    if (span !== "(nothing)") expectCodeSpan(span);
  });

  it("covers at least eighty attacks", () => {
    expect(new Set(hostileTexts).size).toBeGreaterThanOrEqual(80);
  });

  it.each([
    ["hello", "`hello`"],
    ["two words", "`two words`"],
    ["a`b", "``a`b``"],
    ["`a`", "`` `a` ``"],
    ["a\nb", "`a b`"],
    ["", "(nothing)"],
    [" \u200b\n", "(nothing)"],
    ["x".repeat(201), `\`${"x".repeat(200)}…\``],
    ["x".repeat(200), `\`${"x".repeat(200)}\``],
    ["\u202eevil", "`evil`"],
  ])("%j becomes %j", (text, expected) => {
    expect(quoted(text)).toBe(expected);
  });

  it("is a code span for any text, and keeps harmless ones", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const span = quoted(text);
        if (span !== "(nothing)") expectCodeSpan(span);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z@#/<>[\]() .]{0,40}[a-z]$/), (text) => {
        expect(quoted(text)).toBe(`\`${text}\``);
      }),
    );
  });
});
