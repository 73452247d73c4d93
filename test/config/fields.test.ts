import { describe, expect, it } from "vitest";
import { z } from "zod";
import { byName, choice, choices, flag, list, part, text, texts } from "../../src/config/fields.ts";

const fields = {
  flag: flag("x"),
  "flag that is on": flag("x", true),
  text: text("x", "standard"),
  texts: texts("x", ["a"]),
  choice: choice("x", ["one", "two"], "two"),
  choices: choices("x", ["one", "two"], ["one"]),
  part: part("x", { inner: text("y", "standard") }),
  list: list("x", z.string()),
  byName: byName("x", z.string()),
};

describe("fields", () => {
  it.each([
    ["flag", false],
    ["flag that is on", true],
    ["text", "standard"],
    ["texts", ["a"]],
    ["choice", "two"],
    ["choices", ["one"]],
    ["part", { inner: "standard" }],
    ["list", []],
    ["byName", {}],
  ] as const)("%s: absent and null are %j", (name, standard) => {
    expect(fields[name].parse(undefined)).toEqual(standard);
    expect(fields[name].parse(null)).toEqual(standard);
  });

  it("take empty text as the default, and an empty list as it is", () => {
    expect(fields.text.parse("")).toBe("standard");
    expect(fields.texts.parse([])).toEqual([]);
  });

  it.each([
    ["flag", "true"],
    ["text", 1],
    ["texts", "a"],
    ["choice", "three"],
    ["choices", []],
    ["part", []],
  ] as const)("%s refuses %j", (name, value) => {
    expect(fields[name].safeParse(value).success).toBe(false);
  });
});
