import { describe, expect, it } from "vitest";
import { frontMatterOf } from "../../src/owners/front-matter.ts";
import { expandAliases, parseAliases } from "../../src/owners/parse-aliases.ts";
import { parseFrontMatter, parseOwners } from "../../src/owners/parse-owners.ts";

describe("the two shapes of an OWNERS file", () => {
  it("ignores filters beside lists", () => {
    const { rules } = parseOwners('approvers: [ann]\nfilters: {"\\\\.go$": {approvers: [pat]}}');
    expect(rules).toMatchObject([{ pattern: undefined, approvers: ["ann"] }]);
  });

  it("takes filters when the lists are empty", () => {
    const { rules } = parseOwners('approvers: []\nfilters: {"\\\\.go$": {approvers: [pat]}}');
    expect(rules).toMatchObject([{ pattern: "\\.go$", approvers: ["pat"] }]);
  });

  it("voids a simple file for one number, but keeps its options", () => {
    const { options, rules, problem } = parseOwners("options: {no_parent_owners: true}\napprovers: [ann, 123]");
    expect({ options, rules, problem }).toEqual({
      options: { noParentOwners: true, autoApproveUnownedSubfolders: false },
      rules: [],
      problem: undefined,
    });
  });

  it("writes numbers and booleans out inside filters", () => {
    const { rules } = parseOwners('filters: {".*": {approvers: [123, y, 0x10]}}');
    expect(rules).toMatchObject([{ pattern: undefined, approvers: ["123", "true", "16"] }]);
  });

  it.each(["approvers: [\n", "options: {no_parent_owners: 'yes'}\napprovers: [ann]", "- ann", "approvers:\n\t- ann"])(
    "says nothing and why for %j",
    (text) => {
      expect(parseOwners(text)).toMatchObject({ rules: [], problem: expect.any(String) });
    },
  );
});

describe("front matter", () => {
  it.each([
    ["---\napprovers: [ann]\n---\n# Title\n\n---\nrule\n", ["ann"]],
    ["---\napprovers: [ann]\n---", ["ann"]],
    ["---\napprovers: [ann]\n", []],
    ["---\r\napprovers: [ann]\r\n---\r\n", []],
    ["# Title\n---\napprovers: [ann]\n---\n", []],
    [" ---\napprovers: [ann]\n---\n", []],
    ["---\n---\napprovers: [ann]\n---\n", []],
    ['---\nfilters: {".*": {approvers: [ann]}}\n---\n', []],
  ])("of %j", (markdown, approvers) => {
    const { rules } = parseFrontMatter(frontMatterOf(markdown));
    expect(rules.flatMap((rule) => rule.approvers)).toEqual(approvers);
  });
});

describe("aliases", () => {
  it.each<[text: string, aliases: Record<string, string[]>]>([
    ["aliases: {Team/T1: [Ann, '@pat'], empty: [], none: }", { "team/t1": ["ann", "pat"], empty: [], none: [] }],
    ["aliases: {team: {ann, pat}}", { team: ["ann", "pat"] }],
    ["Aliases: {team: [ann]}\nother: 1", { team: ["ann"] }],
    ["aliases: {team: [ann, 123]}", {}],
    ["aliases: {zoo: [rex], team: pat, Pets: [ann], good: }", { pets: ["ann"], good: [] }],
    ["aliases: {a: [ann], b: [.nan]}", {}],
    ["aliases: []", {}],
    ["not yaml: [", {}],
    ["", {}],
  ])("of %j", (text, aliases) => {
    const expected = new Map(Object.entries(aliases).map(([name, members]) => [name, new Set(members)]));
    expect(parseAliases(text).aliases).toEqual(expected);
  });

  it.each([
    [["loop"], ["loop"]],
    [["a"], ["b"]],
    [["a", "b"], ["c"]],
    [
      ["p", "q"],
      ["p", "r"],
    ],
  ])("expands %j one level", (logins, expected) => {
    const { aliases } = parseAliases("aliases: {loop: [loop], a: [b], b: [c], p: [r], q: [p]}");
    expect([...expandAliases(logins, aliases)].sort()).toEqual(expected);
  });
});
