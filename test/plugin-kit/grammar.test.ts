import { describe, expect, it } from "vitest";
import { nothing, oneOf, text, trimBlanks } from "../../src/plugin-kit/grammar.ts";

describe("nothing", () => {
  it.each<[string, true | undefined]>([
    ["", true],
    [" \t", true],
    [" x", undefined],
    ["\u00a0", undefined],
  ])("%j", (line, expected) => expect(nothing.parse(line)).toBe(expected));
});

describe("one word of several", () => {
  const optional = oneOf("", "cancel", "no-issue");
  it.each<[string, string | undefined]>([
    ["", ""],
    ["  ", ""],
    [" cancel", "cancel"],
    [" CANCEL \t", "cancel"],
    ["  cancel", undefined],
    ["\tcancel", undefined],
    [" cancel it", undefined],
    [" cancelled", undefined],
    [" can\u0441el", undefined],
  ])("%j", (line, expected) => expect(optional.parse(line)).toBe(expected));

  it("must be there unless nothing is among them", () => {
    expect(oneOf("a", "b").parse("")).toBeUndefined();
    expect(oneOf("a", "b").usage).toBe("<a|b>");
    expect(optional.usage).toBe("[cancel|no-issue]");
  });
});

describe("any text", () => {
  it.each<[string, string]>([
    ["", ""],
    [" a b ", "a b"],
    ["\t\u00a0x\u00a0", "\u00a0x\u00a0"],
  ])("%j", (line, expected) => {
    expect(text("<x>").parse(line)).toBe(expected);
    expect(trimBlanks(line)).toBe(expected);
  });
});
