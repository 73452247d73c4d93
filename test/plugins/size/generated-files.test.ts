import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isGenerated, parseGeneratedFiles, parsePathList } from "../../../src/plugins/size/generated-files.ts";

const TEXT = `# what machines write

path-prefix out/
prefix	vendor/
file-prefix zz_
file-name big.lock
path go.sum
path docs/index.html
`;

function parsed(text: string) {
  const generated = parseGeneratedFiles(text);
  if (generated === undefined) throw new Error("malformed");
  return generated;
}

describe("a .generated_files file", () => {
  it.each([
    ["out/x/y.txt", true],
    ["vendor/a.go", true],
    ["pkg/zz_deep.go", true],
    ["pkg/big.lock", true],
    ["big.lock", true],
    // `path` names a file name, anywhere.
    ["pkg/go.sum", true],
    ["docs/index.html", false],
    ["index.html", false],
    ["about/x", false],
    ["src/out/x", false],
    ["zz/_a", false],
    ["big.lock/x", false],
  ])("says of %s: generated %s", (path, expected) => {
    expect(isGenerated(path, parsed(TEXT))).toBe(expected);
  });

  it.each(["path", "path a b", "paths x", "Path x", "path-prefix", "﻿# comment", "__proto__ x"])(
    "is malformed with the line %j",
    (line) => {
      expect(parseGeneratedFiles(`file-name a\n${line}\n`)).toBeUndefined();
    },
  );

  it("keeps what it refers to", () => {
    expect(parsed("paths-from-repo hack/a\npaths-from-repo b\r\n").pathsFrom).toEqual(["hack/a", "b"]);
  });

  it("takes the lines of a path list whole", () => {
    expect(parsePathList("a b/c\n\n # no\n  d \r\n#e")).toEqual(["a b/c", "d"]);
  });

  it("finds a path by any of its own prefixes and by no other", () => {
    const segment = fc.stringMatching(/^[a-z]{1,3}$/);
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    fc.assert(
      fc.property(path, path, (prefix, candidate) => {
        expect(isGenerated(candidate, parsed(`prefix ${prefix}`))).toBe(candidate.startsWith(prefix));
      }),
    );
  });
});
