import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { describeOwners } from "../../src/cli/owners/describe-owners.ts";
import { ownersReport } from "../../src/cli/owners/owners-report.ts";
import { pathInTree } from "../../src/cli/owners/path-in-tree.ts";
import { readOwnersTree } from "../../src/cli/owners/read-owners-tree.ts";
import { safeJson } from "../../src/cli/owners/safe-json.ts";

let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), "bowsprit-tree-"));
});

afterEach(() => rmSync(tree, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
}

const HARBOUR = {
  OWNERS: "approvers: [ann]\nreviewers: [rick, ann]\n",
  "docs/OWNERS": "options: {no_parent_owners: true}\napprovers: [dora]\nlabels: [kind/documentation]\n",
};

it("says who may approve and review a path, and what is still unapproved", () => {
  write(HARBOUR);
  const owners = readOwnersTree({ dir: tree });
  const paths = ["docs/x.md", "pkg/a.go"];
  expect(describeOwners({ owners, paths, approvedBy: ["Ann"] })).toEqual({
    paths: [
      {
        path: "docs/x.md",
        approvers: ["dora"],
        leafApprovers: ["dora"],
        reviewers: ["ann", "rick"],
        leafReviewers: ["ann", "rick"],
        requiredReviewers: [],
        labels: ["kind/documentation"],
        noParentOwners: false,
      },
      expect.objectContaining({ path: "pkg/a.go", approvers: ["ann"], labels: [] }),
    ],
    unapproved: ["docs"],
  });
  expect(describeOwners({ owners, paths }).unapproved).toEqual([]);
});

it("tells a person from which file, and what approval lacks", () => {
  write(HARBOUR);
  const owners = readOwnersTree({ dir: tree });
  const approvedBy = ["ann"];
  const text = ownersReport(describeOwners({ owners, paths: ["docs/x.md", "a.go"], approvedBy }), {
    owners,
    approvedBy,
  });
  expect(text).toContain("docs/x.md\n  approvers  dora\n  from       docs/OWNERS\n");
  expect(text).toContain("not approved: docs/OWNERS\n  approved   OWNERS (ann)\n  unapproved docs/OWNERS (nobody yet)");
});

it("ignores links, and reads file names and front matter from the configuration", () => {
  write({
    GUARDS: "approvers: [ann]\n",
    "docs/guide.md": "---\napprovers: [dora]\n---\n# Guide\n",
    "plugins.yaml":
      "owners:\n  mdyamlrepos: [acme/app]\n  filenames:\n    acme/app: {owners: GUARDS, owners_aliases: TEAMS}\n",
  });
  mkdirSync(join(tree, "a"));
  symlinkSync(join(tree, "docs/guide.md"), join(tree, "a/GUARDS"));
  const owners = readOwnersTree({ dir: tree, plugins: join(tree, "plugins.yaml"), repo: "acme/app" });
  expect([...owners.approvers("docs/guide.md")].sort()).toEqual(["ann", "dora"]);
  expect([...owners.leafApprovers("a/x")]).toEqual(["ann"]);
});

it.each([
  [{ dir: "/no/such/tree" }, "no directory"],
  [{ dir: ".", repo: "acme" }, "owner/name"],
])("refuses %j in one sentence", (request, sentence) => {
  expect(() => readOwnersTree(request)).toThrow(sentence);
});

interface RecordedTree {
  readonly id: string;
  readonly files: Record<string, string>;
  readonly mdYaml: boolean;
  readonly denylist: readonly string[];
  readonly cases: readonly {
    readonly path: string;
    readonly approvers: readonly string[];
    readonly labels: readonly string[];
  }[];
}

describe("recorded trees, from the disk", () => {
  const data = new URL("../conformance/data/owners.json", import.meta.url);
  const trees = (JSON.parse(readFileSync(data, "utf8")) as RecordedTree[]).filter(({ id }) => !id.startsWith("real"));

  it.each(trees.map((recorded) => [recorded.id, recorded] as const))("%s", (_id, recorded) => {
    const denylist = JSON.stringify({ ignore_preconfigured_defaults: true, default: recorded.denylist });
    write({
      ...recorded.files,
      ".settings/config.yaml": `owners_dir_denylist: ${denylist}\n`,
      ".settings/plugins.yaml": recorded.mdYaml ? "owners: {mdyamlrepos: [acme/app]}\n" : "plugins: {}\n",
    });
    const [plugins, config] = ["plugins.yaml", "config.yaml"].map((name) => join(tree, ".settings", name));
    const owners = readOwnersTree({ dir: tree, plugins: plugins ?? "", config: config ?? "", repo: "acme/app" });
    const { paths } = describeOwners({ owners, paths: recorded.cases.map(({ path }) => path) });
    expect(paths.map(({ path, approvers, labels }) => ({ path, approvers, labels }))).toEqual(
      recorded.cases.map(({ path, approvers, labels }) => ({ path, approvers, labels })),
    );
  });
});

it("prints nothing of an OWNERS file that could steer the terminal", () => {
  write({ OWNERS: 'approvers: ["\\e[2Jann\\u009b\\u202e"]\nlabels: ["a\\nb"]\n' });
  const owners = readOwnersTree({ dir: tree });
  const description = describeOwners({ owners, paths: ["x"] });
  expect(ownersReport(description, { owners })).toMatch(/approvers +\?\[2jann\?\?\n/);
  const json = safeJson(description);
  for (const mark of ["\u001b", "\u009b", "\u202e"]) expect(json).not.toContain(mark);
  expect(JSON.parse(json)).toEqual(description);
});

it("says that nobody owns a path, from no file", () => {
  write({ "docs/OWNERS": "approvers: [dora]\n" });
  const owners = readOwnersTree({ dir: tree });
  expect(ownersReport(describeOwners({ owners, paths: ["a.go"] }), { owners })).toBe(
    [
      "a.go",
      "  approvers  nobody: no file here or above names one",
      "  reviewers  nobody: no file here or above names one",
    ].join("\n"),
  );
});

it.each([
  ["docs/x.md", "docs/x.md"],
  ["./docs/x.md", "docs/x.md"],
  ["docs/../a.go", "a.go"],
  ["..x/y", "..x/y"],
  ["/srv/tree/docs/x.md", "docs/x.md"],
])("takes the path %s for %s", (path, expected) => {
  expect(pathInTree(path, "/srv/tree")).toBe(expected);
});

it.each(["../x", "..", "docs/../../x", "/etc/passwd", "/srv/tree2/x"])("refuses %s, outside the tree", (path) => {
  expect(() => pathInTree(path, "/srv/tree")).toThrow(`${path} lies outside the tree`);
});
