import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeFilteredOwners, decodeSimpleOwners } from "../../../src/owners/decode-owners.ts";
import { type GoValue, parseGoYaml } from "../../../src/owners/go/go-yaml.ts";
import { GoYamlError } from "../../../src/owners/go/go-yaml-error.ts";
import type { OwnersLists, OwnersOptions } from "../../../src/owners/owners-file.ts";
import { parseAliases } from "../../../src/owners/parse-aliases.ts";
import { parseFrontMatter, parseOwners } from "../../../src/owners/parse-owners.ts";

type Lists = [approvers: string[], reviewers: string[], requiredReviewers: string[], labels: string[]];
type Recorded = [
  text: string,
  simple: [noParentOwners: boolean, autoApprove: boolean, ...Lists] | null,
  filtered: [noParentOwners: boolean, autoApprove: boolean, filters: Record<string, Lists>] | null,
];

/** Recorded from sigs.k8s.io/yaml 1.6.0 and Prow's structures; null where Go reports an error. */
const recorded = JSON.parse(readFileSync(new URL("../fixtures/go-yaml.json", import.meta.url), "utf8")) as Recorded[];

function refusedAsNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof GoYamlError) return null;
    throw error;
  }
}

const optionsOf = ({ noParentOwners, autoApproveUnownedSubfolders }: OwnersOptions) => [
  noParentOwners,
  autoApproveUnownedSubfolders,
];
const listsOf = (lists: OwnersLists) => [lists.approvers, lists.reviewers, lists.requiredReviewers, lists.labels];

describe("OWNERS texts as Go decodes them", () => {
  it.each(recorded)("%j", (text, simple, filtered) => {
    const asSimple = refusedAsNull(() => {
      const owners = decodeSimpleOwners(parseGoYaml(text));
      return [...optionsOf(owners.options), ...listsOf(owners)];
    });
    const asFiltered = refusedAsNull(() => {
      const { options, filters } = decodeFilteredOwners(parseGoYaml(text));
      return [...optionsOf(options), Object.fromEntries([...filters].map(([key, lists]) => [key, listsOf(lists)]))];
    });
    expect([asSimple, asFiltered]).toEqual([simple, filtered]);
  });
});

const hostile: [what: string, text: string][] = [
  ["brackets", "[".repeat(50_000)],
  ["braces", "{a: ".repeat(15_000)],
  ["dashes", "- ".repeat(30_000)],
  ["question marks", "? ".repeat(30_000)],
  ["dashes in brackets", `a: [${"- ".repeat(20_000)}`],
  ["a long list", `approvers:\n${"- a\n".repeat(16_000)}`],
  ["a large file", `approvers: [a]\n${"#".repeat(70_000)}\n`],
  ["aliases of aliases", laughs()],
  ["an alias of itself", "approvers: &a [*a]\n"],
  ["merges of merges", mergeBomb()],
  ["an open quote", `approvers: ["${"a\n".repeat(20_000)}`],
  ["an open bracket over many lines", `approvers: [${"a,\n".repeat(9_000)}`],
];

function laughs(): string {
  const names = "abcdefghij".split("");
  const lines = names.map((name, index) => {
    const item = index === 0 ? "x" : `*${names[index - 1]}`;
    return `${name}: &${name} [${Array(10).fill(item).join(", ")}]`;
  });
  return `${lines.join("\n")}\n`;
}

function mergeBomb(): string {
  const lines = Array.from({ length: 25 }, (_, index) => {
    const merges = index === 0 ? "k: v" : `<<: [*m${index - 1}, *m${index - 1}]`;
    return `m${index}: &m${index}\n  ${merges}`;
  });
  return `${lines.join("\n")}\n`;
}

describe("hostile texts", () => {
  it.each(hostile)("%s count for nothing", (_what, text) => {
    expect(parseOwners(text)).toMatchObject({ rules: [], problem: expect.any(String) });
    expect(parseFrontMatter(text)).toMatchObject({ rules: [], problem: expect.any(String) });
    expect(parseAliases(text)).toMatchObject({ aliases: new Map(), problem: expect.any(String) });
  });

  const commented = (bytes: number) => `approvers: [ann] #${" ".repeat(bytes - 19)}\n`;
  const nested = (levels: number) => `approvers: [ann]\nx: ${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}\n`;
  const anchored = (count: number) => `approvers: [ann]\nx: [${Array.from({ length: count }, (_, i) => `&a${i} b`)}]\n`;

  it.each([
    ["64 KiB", commented(65_536), commented(65_537)],
    ["100 levels", nested(100), nested(101)],
    ["1,000 anchors", anchored(1_000), anchored(1_001)],
  ])("begin behind %s", (_limit, last, first) => {
    expect(parseOwners(last)).toMatchObject({ rules: [{ approvers: ["ann"] }] });
    expect(parseOwners(first)).toMatchObject({ rules: [], problem: expect.any(String) });
  });

  it("leave no trace on objects", () => {
    parseOwners("__proto__: {approvers: [x]}\nconstructor: [y]\napprovers: [__proto__]\n");
    expect(({} as { approvers?: unknown }).approvers).toBeUndefined();
    expect(parseAliases("aliases: {__proto__: [x], constructor: [z]}").aliases.get("__proto__")).toEqual(
      new Set(["x"]),
    );
  });

  const fragments = fc.constantFrom(
    ..."\n\t -:?[]{},&*!|>'\"%@`~#.<a1=".split(""),
    "\n- ",
    ": ",
    "---\n",
    "<<: *a",
    "&a ",
  );
  const yamlish = fc.array(fragments, { maxLength: 60 }).map((parts) => parts.join(""));

  it("never throw anything but a refusal", () => {
    fc.assert(
      fc.property(fc.oneof(yamlish, fc.string({ unit: "binary" })), (text) => {
        parseOwners(text);
        parseAliases(text);
      }),
      { numRuns: 500 },
    );
  });

  it("read a list of plain logins whatever stands around it", () => {
    const login = fc.stringMatching(/^[a-z][a-z-]{2,20}[a-z]$/);
    const document = fc.record({
      logins: fc.array(login, { minLength: 1 }),
      comment: fc.string({ unit: "grapheme-ascii" }),
    });
    fc.assert(
      fc.property(document, ({ logins, comment }) => {
        const words = new Set(["true", "false", "null"]);
        const people = logins.filter((name) => !words.has(name));
        const text = `# ${comment}\napprovers:\n${people.map((name) => `- ${name} # ${comment}\n`).join("")}`;
        expect(parseOwners(text).rules[0]?.approvers ?? []).toEqual(people);
      }),
    );
  });
});

it.each<[text: string, value: GoValue]>([
  ["[0x1F, 012, 0o17, 0b101, 1_000, -0, +5, 08]", [31n, 10n, 15n, 5n, 1000n, 0n, 5n, 8]],
  ["[yes, On, n, FALSE, ~, '', 'yes']", [true, true, false, false, null, "", "yes"]],
  [
    "[1.5, .5, 1., 1e3, 1e400, .inf, 1:30, 2001-01-01]",
    [1.5, 0.5, 1, 1000, "1e400", Number.POSITIVE_INFINITY, "1:30", "2001-01-01"],
  ],
])("reads scalars of YAML 1.1 in %s", (text, value) => {
  expect(parseGoYaml(text)).toEqual(value);
});

it.each<[text: string, approvers: string[]]>([
  ["\ufeffapprovers: [ann]", ["ann"]],
  ["\ufeff# about\n\napprovers: [ann]", ["ann"]],
  ["\n\ufeffapprovers: [ann]", []],
  ["# about\r\n  \n\ufeffapprovers: [ann]", []],
  ["\n\ufeff# about\napprovers: [ann]", []],
  ["---\n\ufeffapprovers: [ann]", []],
  ["labels: []\n\ufeffapprovers: [ann]", []],
  ["approvers: [\ufeffann]", ["\ufeffann"]],
])("takes a byte order mark for part of a name, except the first character of a text: %j", (text, approvers) => {
  expect(parseOwners(text).rules[0]?.approvers ?? []).toEqual(approvers);
});
