import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  coverage,
  filesApproved,
  ownedDirectories,
  suggestApprovers,
  unapprovedDirectories,
} from "../../src/owners/approval.ts";
import type { Owners } from "../../src/owners/owners.ts";
import { resolveOwners } from "../../src/owners/resolve-owners.ts";

function ownersOf(files: Record<string, string>, { mdYaml = false, denylist = [] as readonly string[] } = {}): Owners {
  const settings = {
    fileName: "OWNERS",
    aliasesPath: "OWNERS_ALIASES",
    markdownFrontMatter: mdYaml,
    skipCollaborators: true,
    ignoredDirectories: denylist,
  };
  return resolveOwners({ files: new Map(Object.entries(files)) }, { settings });
}

const house = {
  OWNERS: "approvers: [alice, bob]",
  "a/OWNERS": "approvers: [art, anne]",
  "a/combo/OWNERS": "approvers: [chris]",
  "b/OWNERS": "approvers: [ben, bill]",
  "b/inner/OWNERS": "options: {no_parent_owners: true}\napprovers: [ida]",
};

function ask(files: readonly string[], ...approved: string[]) {
  return { owners: ownersOf(house), files, approved: new Set(approved) };
}

describe("the directories of a change", () => {
  it.each([
    [
      ["a/x", "a/combo/x", "b/x"],
      ["a", "b"],
    ],
    [["x", "a/x", "b/x"], [""]],
    [
      ["b/x", "b/inner/x"],
      ["b", "b/inner"],
    ],
    [
      ["x", "b/inner/x"],
      ["", "b/inner"],
    ],
    [[], []],
  ])("%j are %j", (files, directories) => {
    expect(ownedDirectories(ask(files))).toEqual(directories);
  });

  it.each([
    [["a/x"], ["chris"], ["a"]],
    [["a/x"], ["art"], []],
    [["a/x", "b/x"], ["alice"], []],
    [["x", "a/x"], ["art"], [""]],
    [["b/inner/x"], ["alice"], ["b/inner"]],
  ])("%j approved by %j leave %j", (files, approved, left) => {
    const question = ask(files, ...approved);
    expect(unapprovedDirectories(question)).toEqual(left);
    expect(filesApproved(question)).toBe(left.length === 0);
  });

  it("does not approve a change without files", () => {
    expect(filesApproved(ask([], "alice"))).toBe(false);
  });

  it("says who covers what", () => {
    expect(coverage(ask(["a/x", "b/x"], "bob", "art", "zoe"))).toEqual([
      { directory: "a", approvedBy: ["art", "bob"], fullyApproved: true },
      { directory: "b", approvedBy: ["bob"], fullyApproved: true },
    ]);
  });
});

describe("auto_approve_unowned_subfolders", () => {
  const owners = ownersOf({
    OWNERS: "approvers: [alice]",
    "a/OWNERS": "options: {auto_approve_unowned_subfolders: true}\napprovers: [art]",
    "a/d/OWNERS": "approvers: [dan]",
    "b/OWNERS": "approvers: [ben]",
  });

  it.each([
    [["a/f"], ["a"]],
    [["a/new/f", "a/new/x/y/f"], []],
    [["a/d/f"], ["a/d"]],
    [["a/new/f", "b/f"], ["b"]],
  ])("leaves %j with %j", (files, left) => {
    expect(unapprovedDirectories({ owners, files, approved: new Set() })).toEqual(left);
  });

  it("excuses the root's own files too", () => {
    const root = ownersOf({ OWNERS: "options: {auto_approve_unowned_subfolders: true}\napprovers: [alice]" });
    expect(filesApproved({ owners: root, files: ["x"], approved: new Set() })).toBe(true);
  });
});

describe("suggestions", () => {
  it.each([
    [13, "alice"],
    [10, "bob"],
  ])("with seed %d name %s", (seed, login) => {
    const suggestion = suggestApprovers({ ...ask(["x"]), assigned: new Set(), seed });
    expect(suggestion).toEqual({ assigned: [], unassigned: [login] });
  });

  it("keep to assignees who can approve", () => {
    const suggestion = suggestApprovers({ ...ask(["a/x"]), assigned: new Set(["alice", "zoe"]), seed: 0 });
    expect(suggestion).toEqual({ assigned: ["alice"], unassigned: [] });
  });

  interface Recorded {
    readonly tree: string;
    readonly files: string[];
    readonly approved: string[];
    readonly assigned: string[];
    readonly seed: number;
    readonly suggested: string[];
    readonly unassigned: string[];
    readonly owned: string[];
  }
  interface Tree {
    readonly id: string;
    readonly files: Record<string, string>;
    readonly mdYaml: boolean;
    readonly denylist: string[];
  }
  const load = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
  const trees = new Map((load("../conformance/data/owners.json") as Tree[]).map((tree) => [tree.id, tree]));

  const known = new Map<string, Owners>();
  function ownersById(id: string): Owners {
    const tree = trees.get(id);
    const owners = known.get(id) ?? ownersOf(tree?.files ?? {}, tree);
    known.set(id, owners);
    return owners;
  }

  it("are Prow's, on the recorded trees", () => {
    const recorded = load("fixtures/suggestions.json") as Recorded[];
    const answers = recorded.map(({ tree: id, files, approved, assigned, seed }) => {
      const owners = ownersById(id);
      const question = { owners, files, approved: new Set(approved), assigned: new Set(assigned), seed };
      const { assigned: suggested, unassigned } = suggestApprovers(question);
      return { tree: id, files, approved, assigned, seed, suggested, unassigned, owned: ownedDirectories(question) };
    });
    expect(answers).toEqual(recorded);
    expect(recorded.length).toBeGreaterThan(100);
  });
});
