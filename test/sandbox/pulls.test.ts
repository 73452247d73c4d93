import { describe, expect, it } from "vitest";
import { setStage } from "./stage.ts";

const R = "/repos/acme/app";

describe("merging", () => {
  it("is refused when the head has moved, when the branches conflict and for drafts", async () => {
    const stage = await setStage();
    const moved = stage.repository.pull({ author: "alice", files: { "pkg/a.go": "one\n" } });
    const conflicting = stage.repository.pull({ author: "alice", files: { "pkg/a.go": "two\n" } });
    const draft = stage.repository.pull({ author: "alice", draft: true });
    const merge = (number: number, body: object = {}) =>
      stage.ask(`PUT ${R}/pulls/${number}/merge`, { as: "boss", body });
    expect((await merge(moved.number, { sha: "0".repeat(40) })).status).toBe(409);
    expect((await merge(moved.number, { sha: moved.head })).status).toBe(200);
    expect((await merge(moved.number)).status).toBe(405);
    expect((await merge(conflicting.number)).status).toBe(405);
    expect((await merge(draft.number)).status).toBe(405);
    expect(stage.repository.file("pkg/a.go")).toBe("one\n");
  });

  it.each([
    ["merge", 2],
    ["squash", 1],
    ["rebase", 1],
  ] as const)("by %s leaves the files on the base branch and a commit with %i parents", async (method, parents) => {
    const stage = await setStage();
    const pull = stage.repository.pull({
      author: "alice",
      commits: [{ files: { a: "1\n" } }, { files: { a: "2\n", OWNERS: null } }],
    });
    stage.repository.write({ "meanwhile.txt": "x\n" });
    const sha = stage.sandbox.as("boss").merge(pull, { method });
    expect(stage.repository.branch()).toBe(sha);
    expect(stage.sandbox.world.git.commit(sha)?.parents).toHaveLength(parents);
    expect(["a", "OWNERS", "meanwhile.txt"].map((path) => stage.repository.file(path))).toEqual([
      "2\n",
      undefined,
      "x\n",
    ]);
    expect([pull.merged, pull.state, pull.files]).toEqual([true, "closed", ["OWNERS", "a"]]);
  });
});

describe("a pull request", () => {
  it("follows its branch, through forced pushes too", async () => {
    const stage = await setStage();
    const pull = stage.repository.pull({ author: "alice", headOwner: "alice", files: { a: "1\n" } });
    const alice = stage.sandbox.as("alice");
    alice.push(pull, { b: "1\n" });
    expect(pull.files).toEqual(["a", "b"]);
    alice.amend(pull, [{ message: "anew", files: { c: "1\n" } }]);
    expect(pull.files).toEqual(["c"]);
    await stage.sandbox.idle();
    const told = stage.received.filter(({ event }) => event === "pull_request").map(({ payload }) => payload.action);
    expect(told).toEqual(["synchronize", "synchronize"]);
  });

  it("needs commits, and is alone on its branch", async () => {
    const stage = await setStage();
    const pull = stage.repository.pull({ author: "alice" });
    const open = (head: string) =>
      stage.ask(`POST ${R}/pulls`, { as: "colin", body: { title: "x", head, base: "main" } });
    const none = await open("main");
    expect([none.status, none.text]).toEqual([422, expect.stringContaining("No commits between")]);
    const twice = await open(pull.headRef);
    expect([twice.status, twice.text]).toEqual([422, expect.stringContaining("already exists")]);
  });

  it("closes when its branch is deleted, and stays closed", async () => {
    const stage = await setStage();
    const pull = stage.repository.pull({ author: "alice" });
    expect((await stage.ask(`DELETE ${R}/git/refs/heads/${pull.headRef}`, { as: "boss" })).status).toBe(204);
    expect([pull.state, pull.deletedRefs]).toEqual(["closed", [`refs/heads/${pull.headRef}`]]);
    expect((await stage.ask(`PATCH ${R}/pulls/1`, { as: "boss", body: { state: "open" } })).status).toBe(422);
  });

  it("is found by head and base", async () => {
    const stage = await setStage();
    const pull = stage.repository.pull({ author: "alice", baseRef: "release" });
    const find = async (query: string) => (await stage.ask(`GET ${R}/pulls?${query}`)).json;
    expect(await find(`head=acme:${pull.headRef}`)).toHaveLength(1);
    expect(await find("head=acme:other")).toEqual([]);
    expect(await find("base=release")).toHaveLength(1);
    expect(await find("base=main")).toEqual([]);
  });

  it("does not know at once whether it merges when told to compute", async () => {
    const stage = await setStage();
    const pull = stage.repository.pull({ author: "alice" });
    pull.setMergeable(null);
    expect((await stage.ask(`GET ${R}/pulls/1`)).json).toMatchObject({ mergeable: null, mergeable_state: "unknown" });
    pull.setMergeable(undefined);
    expect((await stage.ask(`GET ${R}/pulls/1`)).json).toMatchObject({ mergeable: true, mergeable_state: "clean" });
  });
});

describe("statuses", () => {
  it("are limited in length and number, and the newest of each context counts", async () => {
    const stage = await setStage();
    const pull = stage.repository.pull({ author: "alice" });
    const set = (body: object) => stage.ask(`POST ${R}/statuses/${pull.head}`, { as: "boss", body });
    expect((await set({ state: "success", description: "x".repeat(141) })).status).toBe(422);
    expect((await set({ state: "great" })).status).toBe(422);
    await set({ state: "pending", context: "ci" });
    await set({ state: "success", context: "ci" });
    expect(pull.statuses).toEqual({ ci: "success" });
    stage.sandbox.world.quietly(() => {
      for (let count = 2; count < 1000; count += 1) stage.sandbox.as("boss").status(pull, "ci", "success");
    });
    expect((await set({ state: "success", context: "ci" })).status).toBe(422);
    expect((await set({ state: "success", context: "other" })).status).toBe(201);
  });
});

describe("searching", () => {
  it.each([
    ["repo:acme/app is:pr is:merged author:alice", 1],
    ["org:acme type:pr", 2],
    ["org:acme is:issue is:open", 1],
    ["org:acme is:pr -is:merged", 1],
    ['org:acme label:"area/pkg"', 1],
    ["org:acme label:lgtm", 0],
  ])("%s finds %i", async (query, count) => {
    const stage = await setStage();
    stage.repository.pull({ author: "alice", merged: true });
    stage.repository.pull({ author: "otto", labels: ["area/pkg"] });
    stage.repository.issue({ author: "alice" });
    const answer = await stage.ask(`GET /search/issues?q=${encodeURIComponent(query)}`);
    expect(answer.json).toMatchObject({ total_count: count });
  });

  it("by commit finds the pull request", async () => {
    const stage = await setStage();
    const pull = stage.repository.pull({ author: "alice" });
    const answer = await stage.ask(`GET /search/issues?q=${pull.head}+type:pr`);
    expect(answer.json).toMatchObject({ total_count: 1, items: [{ number: 1 }] });
  });
});
