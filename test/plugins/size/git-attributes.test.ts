import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileFileName } from "../../../src/plugins/size/file-name-pattern.ts";
import { isMarkedGenerated, parseGitAttributes } from "../../../src/plugins/size/git-attributes.ts";

function marked(pattern: string, path: string): boolean {
  const patterns = parseGitAttributes(`${pattern} linguist-generated=true\n`);
  if (patterns === undefined) throw new Error("refused");
  return isMarkedGenerated(path, patterns);
}

describe("a pattern of .gitattributes", () => {
  it.each([
    ["*.pb.go", "a/b/x.pb.go", true],
    ["*.pb.go", "x.pb.go.txt", false],
    ["vendor", "a/vendor/b/c", true],
    ["a", "a/b", true],
    ["/foo", "foo", true],
    ["/foo", "foo/below/it", true],
    ["/foo", "a/foo", false],
    ["foo/**", "foo/a/b", true],
    ["foo/**", "foo", true],
    ["foo/**", "bar/foo/a", false],
    ["**/foo", "a/b/foo", true],
    ["**/foo", "foo", true],
    ["**/foo", "a/b", false],
    ["a/**/b", "a/b", true],
    ["a/**/b", "a/x/y/b", true],
    ["a/**/b", "a", false],
    ["a/**/b", "a/x", false],
    ["a/*/c", "a/b/c", true],
    ["a/*/c", "a/b/d/c", false],
    ["a/b", "x/a/b", false],
    ["a/x**y", "a/xzy", false],
    ["x**y", "a/xzy", true],
    ["a/[", "a/[", false],
    ["[", "[", false],
    ["a//b", "a/b", true],
  ])("%s on %s: %s", (pattern, path, expected) => {
    expect(marked(pattern, path)).toBe(expected);
  });

  it.each(["linguist-generated", "linguist-generated=false", "-linguist-generated", "linguist-generated=TRUE", ""])(
    "counts for nothing with the attribute %j",
    (attribute) => {
      expect(parseGitAttributes(`*.go ${attribute}\n`)).toEqual([]);
    },
  );

  it("counts with other attributes around it, and blanks before it", () => {
    expect(
      parseGitAttributes("\n# x linguist-generated=true\n  *.go\ttext linguist-generated=true eol=lf\r\n"),
    ).toHaveLength(1);
  });

  it.each(["!x", "a/", "/", "x".repeat(1025)])("is refused as %j", (pattern) => {
    expect(parseGitAttributes(`ok linguist-generated=true\n${pattern} linguist-generated=true`)).toBeUndefined();
  });

  it("may be odd where it marks nothing", () => {
    expect(parseGitAttributes("!x text\na/ binary")).toEqual([]);
  });

  it("is refused among thousands", () => {
    expect(parseGitAttributes("a linguist-generated=true\n".repeat(2001))).toBeUndefined();
  });
});

describe("compileFileName", () => {
  it.each([
    ["abc", "abc", true],
    ["*", "", true],
    ["*c", "abc", true],
    ["a*", "abc", true],
    ["a*b*c", "aXbYbZc", true],
    ["a*b?c*x", "abxbbxdbxebxczzx", true],
    ["a*b?c*x", "abxbbxdbxebxczzy", false],
    ["ab[c]", "abc", true],
    ["ab[b-d]", "abc", true],
    ["ab[e-g]", "abc", false],
    ["ab[^c]", "abc", false],
    ["ab[^e-g]", "abc", true],
    ["a\\*b", "a*b", true],
    ["a\\*b", "ab", false],
    ["a?b", "a☺b", true],
    ["a[^a]b", "a☺b", true],
    ["a???b", "a☺b", false],
    ["[a-ζ]*", "α", true],
    ["[\\]a]", "]", true],
    ["[\\-x]", "-", true],
    ["[x\\-]", "z", false],
    ["[!a]", "!", true],
  ])("%s on %s: %s", (pattern, name, expected) => {
    expect(compileFileName(pattern)?.matches(name)).toBe(expected);
  });

  it.each(["[]a]", "[-]", "[x-]", "[-x]", "[a-b-c]", "[", "[^", "[^bc", "a[", "\\", "[\\", "[a-\\"])(
    "refuses the malformed %s",
    (pattern) => {
      expect(compileFileName(pattern)).toBeUndefined();
    },
  );

  it("agrees with a regular expression on stars and question marks", () => {
    const pattern = fc.stringMatching(/^[ab*?]{0,8}$/);
    const name = fc.stringMatching(/^[ab]{0,10}$/);
    fc.assert(
      fc.property(pattern, name, (glob, text) => {
        const same = new RegExp(`^${glob.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(compileFileName(glob)?.matches(text)).toBe(same.test(text));
      }),
    );
  });

  it("takes few steps on names made to need many", () => {
    let reads = 0;
    const name = new Proxy([..."a".repeat(2_000)], {
      get(target, key) {
        reads += 1;
        return Reflect.get(target, key);
      },
    });
    const text = { [Symbol.iterator]: () => name[Symbol.iterator]() } as unknown as string;
    expect(compileFileName(`${"a*".repeat(100)}b`)?.matches(text)).toBe(false);
    expect(reads).toBeLessThan(20_000);
  });
});

it.each([
  ["2,000 patterns", "x linguist-generated=true\n".repeat(2_000), true],
  ["more", "x linguist-generated=true\n".repeat(2_001), false],
  ["a pattern of 1,024 characters", `${"x".repeat(1_024)} linguist-generated=true\n`, true],
  ["a longer one", `${"x".repeat(1_025)} linguist-generated=true\n`, false],
])("takes %s: not too many, none too long", (_what, text, taken) => {
  expect(parseGitAttributes(text) !== undefined).toBe(taken);
});
