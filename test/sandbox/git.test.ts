import { describe, expect, it } from "vitest";
import { GitStore } from "../../src/sandbox/git/git-store.ts";
import { ancestors, commitsBetween, mergeBase } from "../../src/sandbox/git/history.ts";
import { diffLines } from "../../src/sandbox/git/line-diff.ts";
import { mergeTrees } from "../../src/sandbox/git/merge-trees.ts";
import { diffTrees } from "../../src/sandbox/git/tree-diff.ts";
import { filesOf, layOver } from "../../src/sandbox/git/tree-files.ts";

const ann = { name: "Ann", email: "ann@example.com", date: 1_700_000_000_000 };

function commit(git: GitStore, parents: readonly string[], files: Record<string, string | null>): string {
  const [first] = parents;
  const tree = layOver(git, first === undefined ? undefined : git.commit(first)?.tree, files);
  return git.writeCommit({ tree, parents, author: ann, committer: ann, message: "Change\n" });
}

describe("object ids", () => {
  it("are those git gives", () => {
    const git = new GitStore();
    const tree = layOver(git, undefined, { "README.md": "hello\n", "pkg/a.go": "package pkg\n", "pkg.txt": "x\n" });
    expect(git.writeBlob("hello\n")).toBe("ce013625030ba8dba906f756967f9e9ca394464a");
    expect(tree).toBe("a10b90d18ad01dc758726ee389c45a310538323f");
    expect(git.writeCommit({ tree, parents: [], author: ann, committer: ann, message: "First\n" })).toBe(
      "1458cea9ebc9657e4f2f241e48906bcaa4f83735",
    );
    expect(git.writeTree([])).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  });
});

describe("trees", () => {
  it("are laid over one another, with null deleting", () => {
    const git = new GitStore();
    const first = layOver(git, undefined, { a: "1\n", "d/b": "2\n" });
    const second = layOver(git, first, { "d/b": null, "d/e/c": "3\n" });
    expect([...filesOf(git, second).keys()]).toEqual(["a", "d/e/c"]);
  });

  it("differ by path, and a moved file is a rename", () => {
    const git = new GitStore();
    const before = layOver(git, undefined, { a: "1\n", gone: "old\n", moved: "same\n" });
    const after = layOver(git, before, { a: "1\n2\n", gone: null, moved: null, "to/moved": "same\n", fresh: "new\n" });
    const seen = diffTrees(git, before, after).map(({ path, status, previousPath }) => [path, status, previousPath]);
    expect(seen).toEqual([
      ["a", "modified", undefined],
      ["fresh", "added", undefined],
      ["gone", "removed", undefined],
      ["to/moved", "renamed", "moved"],
    ]);
  });

  it("merge unless both sides changed a file differently", () => {
    const git = new GitStore();
    const base = layOver(git, undefined, { a: "1\n", b: "1\n" });
    const ours = layOver(git, base, { a: "2\n" });
    const theirs = layOver(git, base, { b: "2\n" });
    const both = mergeTrees(git, { base, ours, theirs });
    expect(both).toBe(layOver(git, base, { a: "2\n", b: "2\n" }));
    expect(mergeTrees(git, { base, ours, theirs: layOver(git, base, { a: "3\n" }) })).toBeUndefined();
  });
});

describe("history", () => {
  it("finds where branches part and what one has ahead, oldest first", () => {
    const git = new GitStore();
    const root = commit(git, [], { a: "0" });
    const left = commit(git, [root], { a: "1" });
    const right = commit(git, [root], { b: "1" });
    const merge = commit(git, [right, left], { c: "1" });
    const last = commit(git, [merge], { c: "2" });
    expect(mergeBase(git, left, right)).toBe(root);
    expect(commitsBetween(git, left, last)).toEqual([right, merge, last]);
    expect(ancestors(git, last).size).toBe(5);
  });
});

describe("line differences", () => {
  it.each([
    ["", "a\nb\n", 2, 0, "@@ -0,0 +1,2 @@\n+a\n+b"],
    ["a\nb\n", "", 0, 2, "@@ -1,2 +0,0 @@\n-a\n-b"],
    ["a\nb\nc\n", "a\nx\nc\n", 1, 1, "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c"],
    ["same\n", "same\n", 0, 0, ""],
  ])("%j to %j", (before, after, additions, deletions, patch) => {
    expect(diffLines(before, after)).toEqual({ additions, deletions, patch });
  });

  it("keeps hunks apart that are far apart", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    const changed = lines.with(1, "changed").with(25, "changed");
    const { patch } = diffLines(lines.join("\n"), changed.join("\n"));
    expect(patch.match(/^@@ .*$/gm)).toEqual(["@@ -1,5 +1,5 @@", "@@ -23,7 +23,7 @@"]);
  });
});
