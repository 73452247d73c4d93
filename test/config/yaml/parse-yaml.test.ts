import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../src/config/config-error.ts";
import { parseYaml } from "../../../src/config/yaml/parse-yaml.ts";

const plain = (text: string) => JSON.stringify(parseYaml(text, "f.yaml").value);

function refusal(text: string): string {
  try {
    parseYaml(text, "f.yaml");
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "accepted";
}

describe("parseYaml reads as Go does", () => {
  it.each([
    ["a: yes\nb: off\nc: y", { a: true, b: false, c: true }],
    ['a: "yes"\nb: !!str on\nc: |-\n  no', { a: "yes", b: "on", c: "no" }],
    ["a: 012\nb: 0x1F\nc: 1_000\nd: 1e3\ne: 12:30\nf: 089", { a: 10, b: 31, c: 1000, d: 1000, e: "12:30", f: 89 }],
    ["a: ~\nb:\nc: null", { a: null, b: null, c: null }],
    ["a: 2001-01-01\nb: 1.2.3\nc: [-1, +.5]", { a: "2001-01-01", b: "1.2.3", c: [-1, 0.5] }],
    ["base: &b {x: 1, y: 2}\na:\n  y: 3\n  <<: *b", { base: { x: 1, y: 2 }, a: { y: 3, x: 1 } }],
    ["a: &x [1]\nb: *x", { a: [1], b: [1] }],
    ["123: a\ntrue: b", { 123: "a", true: "b" }],
    ["\ufeffa: b\r\nc: d\r\n", { a: "b", c: "d" }],
  ])("%j", (text, value) => {
    expect(JSON.parse(plain(text))).toEqual(value);
  });

  it.each(["", "# only a comment\n", "---\n"])("gives nothing for %j", (text) => {
    expect(parseYaml(text, "f.yaml").root).toBeUndefined();
  });

  it("keeps the last of equal keys and the first document, and says so", () => {
    const parsed = parseYaml("a: 1\na: 2\n---\nb: 3\n", "f.yaml");
    expect(parsed.value).toEqual({ a: 2 });
    expect(parsed.problems).toMatchObject([
      { line: 3, severity: "warning", message: expect.stringContaining("first YAML document") },
      { line: 2, column: 1, severity: "warning", message: expect.stringContaining('"a" is repeated') },
    ]);
  });

  it("knows where things stand, in any letter case, as far as a path goes", () => {
    const parsed = parseYaml("a:\n  - Key: v\n    other: w\n", "f.yaml");
    expect(parsed.positionOf(["a", 0, "key"])).toEqual({ file: "f.yaml", line: 2, column: 5 });
    expect(parsed.positionOf(["a", 0, "missing", 3])).toEqual({ file: "f.yaml", line: 2, column: 5 });
    expect(parsed.positionOf(["nothing"])).toEqual({ file: "f.yaml", line: 1, column: 1 });
  });
});

describe("parseYaml says what is wrong and what to write", () => {
  it.each([
    ["a:\n\t- b", "f.yaml:2:1: error: not YAML: Tabs are not allowed as indentation; indent with spaces"],
    [
      "- @a",
      "f.yaml:1:3: error: not YAML: Plain value cannot start with reserved character @; put the value in quotes",
    ],
    ["a: 'x", "f.yaml:1:6: error: not YAML: Missing closing 'quote; add the missing quote or bracket"],
    ["a: *b", "f.yaml:1:4: error: no anchor &b above this alias"],
    ["a: &a [*a]", "f.yaml:1:8: error: no anchor &a above this alias"],
    ["? [a]\n: b", "f.yaml:1:3: error: a list or map cannot be a key; put it in quotes"],
    ["a:\n  <<: 3", "f.yaml:2:3: error: only maps can be merged with <<; name an anchor of a map"],
  ])("%j", (text, message) => {
    expect(refusal(text)).toBe(message);
  });
});

describe("hostile YAML", () => {
  const laughs = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let n = 1; n < 12; n += 1)
    laughs.push(
      `a${n}: &a${n} [${Array(9)
        .fill(`*a${n - 1}`)
        .join(",")}]`,
    );
  const deepAliases = ["a0: &a0 x"];
  for (let n = 1; n < 90; n += 1) deepAliases.push(`a${n}: &a${n} ${"[".repeat(90)}*a${n - 1}${"]".repeat(90)}`);
  const refused: [string, string][] = [
    ["a billion laughs", laughs.join("\n")],
    ["depth through aliases", deepAliases.join("\n")],
    ["brackets", "[".repeat(28_000)],
    ["compact sequences", "- ".repeat(28_000)],
    ["maps on one line", "{a: ".repeat(10_000)],
    ["unclosed brackets in a key", `${"[".repeat(90)}: b`],
    ["closing brackets", "]".repeat(50_000)],
  ];

  it("is refused by name, again and again in one process", () => {
    for (let round = 0; round < 20; round += 1) {
      for (const [name, text] of refused) expect(refusal(text), name).toMatch(/^f\.yaml:\d+:\d+: error: /);
    }
  });

  it("takes maps of 20,000 keys and lists of 30,000 lines", () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => `key${n}: v`).join("\n");
    expect(parseYaml(keys, "f.yaml").root).toMatchObject({ kind: "map", entries: { size: 20_000 } });
    expect(parseYaml("- a\n".repeat(30_000), "f.yaml").value).toHaveLength(30_000);
  });

  it("gives keys with a meaning in JavaScript no meaning", () => {
    const { value } = parseYaml("__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}", "f.yaml");
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("ends in a value or a ConfigError for any text", () => {
    const piece = fc.constantFrom(
      "a",
      ": ",
      "- ",
      "? ",
      "\n",
      "  ",
      "[",
      "]",
      "{",
      "}",
      "&x ",
      "*x",
      "!!int ",
      "<<: ",
      "'",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        expect(typeof refusal(candidate)).toBe("string");
      }),
      { numRuns: 2_000 },
    );
  });
});
