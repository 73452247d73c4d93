import { describe, expect, it } from "vitest";
import type { OwnersSettings } from "../../src/config/configuration.ts";
import type { Owners } from "../../src/owners/owners.ts";
import { resolveOwners } from "../../src/owners/resolve-owners.ts";

const plain: OwnersSettings = {
  fileName: "OWNERS",
  aliasesPath: "OWNERS_ALIASES",
  markdownFrontMatter: false,
  skipCollaborators: false,
  ignoredDirectories: [],
};

function owners(
  files: Record<string, string>,
  settings: Partial<OwnersSettings> = {},
  collaborators?: string[],
): Owners {
  return resolveOwners(
    { files: new Map(Object.entries(files)) },
    { settings: { ...plain, ...settings }, ...(collaborators && { collaborators: new Set(collaborators) }) },
  );
}

const sorted = (set: ReadonlySet<string>) => [...set].sort();

describe("inheritance", () => {
  it("stops at no_parent_owners, kind by kind, once somebody was found", () => {
    const tree = owners({
      OWNERS: "approvers: [ann]\nreviewers: [rick]\nlabels: [top]",
      "d/OWNERS": "options: {no_parent_owners: true}\napprovers: [dora]",
    });
    expect(sorted(tree.approvers("d/x"))).toEqual(["dora"]);
    expect(sorted(tree.reviewers("d/x"))).toEqual(["rick"]);
    expect(sorted(tree.labels("d/x"))).toEqual(["top"]);
    expect(tree.isNoParentOwners("d")).toBe(true);
  });

  it("climbs past no_parent_owners when no pattern matched", () => {
    const filter = 'options: {no_parent_owners: true}\nfilters: {"\\\\.md$": {approvers: [dora]}}';
    const tree = owners({ OWNERS: "approvers: [ann]", "d/OWNERS": filter });
    expect(sorted(tree.approvers("d/x.go"))).toEqual(["ann"]);
    expect(sorted(tree.approvers("d/x.md"))).toEqual(["dora"]);
    expect([tree.approverDirectory("d/x.go"), tree.approverDirectory("d/x.md")]).toEqual(["", "d"]);
  });

  it("counts layers up from the path, everybody in the nearest only", () => {
    const tree = owners({ OWNERS: "reviewers: [rick, ann]", "a/b/OWNERS": "reviewers: [ann]" });
    expect(tree.reviewerLayers("a/b/x").map(sorted)).toEqual([[], ["ann"], [], ["rick"]]);
  });

  it("matches patterns below their own directory", () => {
    const tree = owners({
      "re/OWNERS": 'filters: {".*": {labels: [all]}, "^a/": {labels: [a]}, "(": {labels: [bad]}}',
    });
    expect([sorted(tree.labels("re/a/x")), sorted(tree.labels("re/x"))]).toEqual([["a", "all"], ["all"]]);
  });

  it("gives the root's own approvers for the top level, unless a pattern narrows them", () => {
    const tree = owners({ OWNERS: 'filters: {".*": {approvers: [ann]}, "\\\\.go$": {approvers: [pat]}}' });
    expect(sorted(tree.topLevelApprovers())).toEqual(["ann"]);
  });
});

describe("collaborators", () => {
  const files = { OWNERS: "approvers: [ann]", "d/OWNERS": "approvers: [Zoe]\nrequired_reviewers: [zoe]\nlabels: [l]" };

  it("leaves a directory without approvers to its parent", () => {
    const tree = owners(files, {}, ["ann"]);
    expect([sorted(tree.approvers("d/x")), tree.approverDirectory("d/x")]).toEqual([["ann"], ""]);
    expect([sorted(tree.requiredReviewers("d/x")), sorted(tree.labels("d/x"))]).toEqual([["zoe"], ["l"]]);
  });

  it("counts everybody when there is no list", () => {
    expect(sorted(owners(files).approvers("d/x"))).toEqual(["ann", "zoe"]);
  });
});

describe("files that count", () => {
  it.each([
    [["dir"], { "src/x": true, "src/dir/x": false }],
    [["src"], { "src/x": false, "src/dir/x": false }],
    [["src/dir/."], { "src/dir/x": true, "src/dir/conf/x": false }],
    [["/c"], { "src/dir/conf/x": false }],
    [["sr$", "("], { "src/x": true, "src/dir/conf/x": true }],
    [["^\\.$"], { "src/x": false, "src/dir/x": false }],
  ])("with the denylist %j", (ignoredDirectories, visible) => {
    const file = "approvers: [here]";
    const tree = owners(
      { "src/OWNERS": file, "src/dir/OWNERS": file, "src/dir/conf/OWNERS": file },
      { ignoredDirectories },
    );
    const found = Object.keys(visible).map((path) => [path, tree.approverDirectory(path) === path.replace("/x", "")]);
    expect(Object.fromEntries(found)).toEqual(visible);
  });

  it("have the configured names", () => {
    const files = { GUARDS: "approvers: [team]", OWNERS: "approvers: [no]", "teams.yaml": "aliases: {team: [ann]}" };
    expect(sorted(owners(files, { fileName: "GUARDS", aliasesPath: "teams.yaml" }).approvers("x"))).toEqual(["ann"]);
    expect(sorted(owners(files, { fileName: "", aliasesPath: "" }).approvers("x"))).toEqual([]);
  });

  it("may be Markdown, which speaks for itself alone", () => {
    const files = { OWNERS: "approvers: [ann]", "docs/x.md": "---\napprovers: [dora]\n---\n" };
    const tree = owners(files, { markdownFrontMatter: true });
    expect([sorted(tree.leafApprovers("docs/x.md")), tree.approverDirectory("docs/x.md")]).toEqual([
      ["dora"],
      "docs/x.md",
    ]);
    expect(sorted(tree.leafApprovers("docs/y.md"))).toEqual(["ann"]);
    expect(sorted(owners(files).leafApprovers("docs/x.md"))).toEqual(["ann"]);
  });
});

describe("effort", () => {
  it("shares one answer among the paths of a directory", () => {
    const tree = owners({ OWNERS: "approvers: [ann]", "a/OWNERS": "approvers: [pat]" });
    expect(tree.approvers("a/x")).toBe(tree.approvers("a/y"));
  });

  it("bounds what aliases can multiply to", () => {
    const members = Array.from({ length: 4_000 }, (_, index) => `m${index}`).join(",");
    const places = Array.from({ length: 200 }, (_, index) => [`d${index}/OWNERS`, `approvers: [u${index}, team]`]);
    const tree = owners({ OWNERS_ALIASES: `aliases: {team: [${members}]}`, ...Object.fromEntries(places) });
    const answered = places.filter((_, index) => tree.approvers(`d${index}/x`).size > 0);
    expect(answered.length).toBeGreaterThan(20);
    expect(answered.length).toBeLessThan(100);
  });
});
