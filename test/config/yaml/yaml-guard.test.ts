import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCollection, isPair, type Node, parseAllDocuments } from "yaml";
import { guardYaml } from "../../../src/config/yaml/yaml-guard.ts";

const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

/** Levels of the composed tree, counted without recursion. */
function depthOf(text: string): number {
  let deepest = 0;
  const documents = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false });
  const open: [unknown, number][] = (Array.isArray(documents) ? documents : []).map((one) => [one.contents, 1]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, depth] = next as [Node, number];
    if (isPair(node)) open.push([node.key, depth], [node.value, depth]);
    if (!isCollection(node)) continue;
    deepest = Math.max(deepest, depth);
    for (const item of node.items) open.push([item, depth + 1]);
  }
  return deepest;
}

describe("guardYaml", () => {
  it.each([
    ["brackets", "[".repeat(100_000)],
    ["braces", "{".repeat(100_000)],
    ["brackets and braces", "[{a: ".repeat(20_000)],
    ["compact sequences", "- ".repeat(60_000)],
    ["explicit keys", "? ".repeat(60_000)],
    ["empty keys", ": ".repeat(60_000)],
    ["keys on one line", "a: ".repeat(60_000)],
    ["a staircase", Array.from({ length: 600 }, (_, n) => `${" ".repeat(n)}a:`).join("\n")],
    ["lines that never unindent", "? \n: \n: \n".repeat(1_000)],
    ["a dash in brackets", "[\n- ".repeat(1_000)],
  ])("refuses deep nesting: %s", (_, text) => {
    expect(guardYaml(text)?.message).toMatch(/nested deeper than 100 levels/);
  });

  it.each([
    ["a double-quoted string", `a: "${"[".repeat(1_000)}"`],
    ["a single-quoted string", `a: '${"- ".repeat(1_000)}'`],
    ["a plain scalar", `a: it's ${"[".repeat(1_000)}`],
    ["a comment", `# ${"{".repeat(1_000)}\na: b # ${"[".repeat(1_000)}`],
    ["a block scalar", `a: |\n  ${"- ".repeat(1_000)}\n  ${"[".repeat(1_000)}`],
    ["siblings", "- [[[]]]\n".repeat(1_000)],
  ])("counts no brackets in %s", (_, text) => {
    expect(guardYaml(text)).toBeUndefined();
  });

  it("allows exactly the limit and says where it is passed", () => {
    expect(guardYaml(nested(100))).toBeUndefined();
    expect(guardYaml(`a: b\nc: ${nested(100)}`)).toMatchObject({ line: 2, column: 103 });
    expect(guardYaml(nested(4), { depth: 3 })).toMatchObject({ line: 1, column: 4 });
  });

  it.each([
    ["bytes, not characters", "é".repeat(140_000), /larger than 262144 bytes/],
    ["aliases", `a: &a b\nc: [${"*a,".repeat(101)}]`, /aliases/],
    ["anchors", "- &a b\n".repeat(101), /anchors/],
    ["values", "- a\n".repeat(60_000), /more than 100000 values/],
    ["comments", "#\n".repeat(100_001), /more than 100000 values/],
    ["tags", "!a ".repeat(60_000), /is this YAML/],
    ["stray brackets", "]".repeat(100_000), /is this YAML/],
    ["directives", "%\n".repeat(100_000), /is this YAML/],
  ])("refuses too many %s", (_, text, message) => {
    expect(guardYaml(text)?.message).toMatch(message);
  });

  it("lets through what stays below the limits", () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => `k${n}: v`).join("\n");
    expect(guardYaml(keys)).toBeUndefined();
    expect(guardYaml(`a: &a b\nc: [${"*a,".repeat(100)}]`)).toBeUndefined();
  });

  it("never lets the parser nest deeper than the limit", () => {
    const pieces = ["- ", "? ", ": ", "a", "a: ", "\n", "\n ", "\n  ", "[", "]", "{", "}", ",", "'", '"', " #", "|\n"];
    const soup = fc.array(fc.constantFrom(...pieces, "&x ", "!t ", "---\n", "\r\n", "[]:", "\n- ", "\t"), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(soup, fc.integer({ min: 1, max: 12 }), (parts, depth) => {
        const text = parts.join("");
        // A flow sequence's `a: b` is one bracket but two levels once composed; a key turns out to be one only after it.
        if (guardYaml(text, { depth }) === undefined) expect(depthOf(text)).toBeLessThanOrEqual(2 * depth + 1);
      }),
      { numRuns: 3_000 },
    );
  });
});
