import { expect, it } from "vitest";
import type { OwnersSettings } from "../../src/config/configuration.ts";
import type { Tree } from "../../src/github/github.ts";
import { silentLogger } from "../../src/log.ts";
import { filesApproved } from "../../src/owners/approval.ts";
import { createOwnersLoader, type OwnersSource } from "../../src/owners/load-owners.ts";

const settings: OwnersSettings = {
  fileName: "OWNERS",
  aliasesPath: "OWNERS_ALIASES",
  markdownFrontMatter: false,
  skipCollaborators: false,
  ignoredDirectories: [],
};
const log = silentLogger();

interface Repository {
  readonly source: OwnersSource;
  readonly asked: string[];
  collaborators: readonly string[] | Error;
  commits: Record<string, Tree>;
}

/** A repository whose blobs' ids are their own texts. */
function repository(commits: Record<string, Record<string, string>>): Repository {
  const asked: string[] = [];
  const trees = Object.fromEntries(Object.entries(commits).map(([commit, files]) => [commit, treeOf(files)]));
  const self: Repository = {
    asked,
    collaborators: ["ann", "pat"],
    commits: trees,
    source: {
      tree: async (commit) => {
        asked.push(`tree ${commit}`);
        return self.commits[commit] ?? { entries: [], truncated: false };
      },
      blob: async (id) => {
        asked.push(`blob ${id}`);
        return id;
      },
      collaborators: async () => {
        asked.push("collaborators");
        if (self.collaborators instanceof Error) throw self.collaborators;
        return new Set(self.collaborators);
      },
    },
  };
  return self;
}

function treeOf(files: Record<string, string>, truncated = false): Tree {
  const entries = Object.entries(files).map(([path, id]) => ({ path, id, type: "blob" as const, mode: "100644" }));
  return { entries, truncated };
}

it("reads the OWNERS files of a commit and counts collaborators only", async () => {
  const repo = repository({
    c1: { OWNERS: "approvers: [Ann, zoe]", "src/a.go": "x", "docs/OWNERS": "approvers: [pat]" },
  });
  const owners = await createOwnersLoader().load(repo.source, "c1", { settings, log });
  expect([...owners.approvers("docs/x.md")].sort()).toEqual(["ann", "pat"]);
  expect(repo.asked).not.toContain("blob x");
});

it("asks for nothing again while the OWNERS files stay as they are, whatever the commit", async () => {
  const files = { OWNERS: "approvers: [ann]", OWNERS_ALIASES: "aliases: {}" };
  const repo = repository({ c1: { ...files, "a.go": "1" }, c2: { ...files, "a.go": "2" } });
  const loader = createOwnersLoader();
  await loader.load(repo.source, "c1", { settings, log });
  repo.asked.length = 0;
  await loader.load(repo.source, "c2", { settings, log });
  expect(repo.asked).toEqual(["tree c2", "collaborators"]);
});

it("reads anew when an OWNERS file or the aliases change", async () => {
  const repo = repository({
    c1: { OWNERS: "approvers: [team]", OWNERS_ALIASES: "aliases: {team: [ann]}" },
    c2: { OWNERS: "approvers: [team]", OWNERS_ALIASES: "aliases: {team: [pat]}" },
  });
  const loader = createOwnersLoader();
  const approvers = async (commit: string) => [
    ...(await loader.load(repo.source, commit, { settings, log })).approvers("a"),
  ];
  expect(await approvers("c1")).toEqual(["ann"]);
  expect(await approvers("c2")).toEqual(["pat"]);
});

it("follows the collaborators, who change without a commit", async () => {
  const repo = repository({ c1: { OWNERS: "approvers: [ann, pat]" } });
  const loader = createOwnersLoader();
  const approvers = async () => [...(await loader.load(repo.source, "c1", { settings, log })).approvers("a")].sort();
  expect(await approvers()).toEqual(["ann", "pat"]);
  repo.collaborators = ["pat"];
  expect(await approvers()).toEqual(["pat"]);
  repo.collaborators = new Error("GitHub is unwell");
  expect(await approvers()).toEqual(["ann", "pat"]);
});

it("leaves symbolic links and submodules out", async () => {
  const repo = repository({ c1: { OWNERS: "approvers: [ann]" } });
  repo.commits.c1 = {
    truncated: false,
    entries: [
      { path: "OWNERS", id: "approvers: [ann]", type: "blob", mode: "100644" },
      { path: "a/OWNERS", id: "approvers: [pat]", type: "blob", mode: "120000" },
      { path: "b/OWNERS", id: "approvers: [pat]", type: "commit", mode: "160000" },
    ],
  };
  const owners = await createOwnersLoader().load(repo.source, "c1", { settings, log });
  expect([...owners.approvers("a/x"), ...owners.approvers("b/x")]).toEqual(["ann", "ann"]);
});

it("asks for no file that is larger than any OWNERS file, and takes it for an empty one", async () => {
  const entry = { type: "blob" as const, mode: "100644" };
  const repo = repository({});
  repo.commits.c1 = {
    truncated: false,
    entries: [
      { ...entry, path: "OWNERS", id: "approvers: [ann]", size: 1_048_576 },
      { ...entry, path: "a/OWNERS", id: "approvers: [pat]", size: 1_048_577 },
    ],
  };
  const owners = await createOwnersLoader().load(repo.source, "c1", { settings, log });
  expect([...owners.approvers("a/x")]).toEqual(["ann"]);
  expect(repo.asked).not.toContain("blob approvers: [pat]");
});

it("leaves aliases behind a symbolic link out", async () => {
  const aliases = "aliases: {team: [pat]}";
  const repo = repository({});
  const load = async (mode: string) => {
    const owners = { path: "OWNERS", id: "approvers: [team, ann]", type: "blob", mode: "100644" } as const;
    repo.commits.c1 = {
      truncated: false,
      entries: [owners, { path: "OWNERS_ALIASES", id: aliases, type: "blob", mode }],
    };
    return [...(await createOwnersLoader().load(repo.source, "c1", { settings, log })).approvers("x")];
  };
  expect(await load("100644")).toEqual(["ann", "pat"]);
  expect(await load("120000")).toEqual(["ann"]);
});

it("lets only the root's owners approve when the listing is cut short", async () => {
  const repo = repository({});
  repo.commits.c1 = treeOf({ OWNERS: "approvers: [ann]", "a/OWNERS": "approvers: [pat]" }, true);
  const owners = await createOwnersLoader().load(repo.source, "c1", { settings, log });
  expect([...owners.approvers("a/x")]).toEqual(["ann"]);
});

it("approves nothing by itself when the listing is cut short", async () => {
  const repo = repository({});
  repo.commits.c1 = treeOf({ OWNERS: "options: {auto_approve_unowned_subfolders: true}\napprovers: [ann]" }, true);
  const owners = await createOwnersLoader().load(repo.source, "c1", { settings, log });
  expect(filesApproved({ owners, files: ["a/b/x"], approved: new Set() })).toBe(false);
});

it("tries again after a failure", async () => {
  const repo = repository({ c1: { OWNERS: "approvers: [ann]" } });
  const loader = createOwnersLoader();
  const broken = { ...repo.source, blob: () => Promise.reject(new Error("502")) };
  await expect(loader.load(broken, "c1", { settings, log })).rejects.toThrow("502");
  const owners = await loader.load(repo.source, "c1", { settings, log });
  expect([...owners.approvers("x")]).toEqual(["ann"]);
});

it("forgets the states used least", async () => {
  const repo = repository({ c1: { OWNERS: "approvers: [ann]" }, c2: { OWNERS: "approvers: [pat]" } });
  const loader = createOwnersLoader({ cacheSize: 1 });
  for (const commit of ["c1", "c2", "c1"]) await loader.load(repo.source, commit, { settings, log });
  expect(repo.asked.filter((line) => line === "blob approvers: [ann]")).toHaveLength(2);
});
