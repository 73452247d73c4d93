import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanPath, directoryOf, levelsOf } from "../../src/owners/repository-path.ts";

const part = fc.oneof(
  fc.constantFrom(
    "",
    ".",
    "..",
    "...",
    ".git",
    "a",
    "A",
    "a b",
    "..a",
    "a..",
    "\\",
    "..\\..",
    "\0",
    "~",
    "%2e%2e",
    "\u202e",
    "C:",
  ),
  fc.string({ maxLength: 5 }).map((text) => text.replaceAll("/", "")),
);
const path = fc.array(part, { maxLength: 12 }).map((parts) => parts.join("/"));

describe("a path of a repository", () => {
  it.each([
    ["a/../../b", "b"],
    ["../../../etc/passwd", "etc/passwd"],
    ["/etc/passwd", "etc/passwd"],
    ["a//b", "a/b"],
    ["a/./b/", "a/b"],
    ["a/..", ""],
    ["./..", ""],
    ["..a/b..", "..a/b.."],
    ["a\\..\\b", "a\\..\\b"],
    [".git/OWNERS", ".git/OWNERS"],
    [`${"a/".repeat(2_000)}b`, `${"a/".repeat(2_000)}b`],
    [`${"../".repeat(20_000)}b`, "b"],
  ])("%j is %j", (written, clean) => {
    expect(cleanPath(written)).toBe(clean);
  });

  it("never leads out of it, whatever it is made of", () => {
    fc.assert(
      fc.property(path, (written) => {
        const clean = cleanPath(written);
        const parts = clean === "" ? [] : clean.split("/");
        for (const each of parts) expect(["", ".", ".."]).not.toContain(each);
        expect(cleanPath(clean)).toBe(clean);
        const levels = [...levelsOf(written)];
        expect(levels).toHaveLength(parts.length + 1);
        expect(levels.at(-1)).toBe("");
        expect(parts.length === 0 ? "" : directoryOf(clean)).toBe(parts.slice(0, -1).join("/"));
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
