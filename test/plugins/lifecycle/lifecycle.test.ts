import { describe, expect, it } from "vitest";
import { GitHubError } from "../../../src/github/github-error.ts";
import { lifecycle } from "../../../src/plugins/lifecycle/plugin.ts";
import { fakeGitHub } from "../support/fake-github.ts";
import { say } from "../support/say.ts";

const STALE = "lifecycle/stale";
const ROTTEN = "lifecycle/rotten";
const FROZEN = "lifecycle/frozen";

describe("/close", () => {
  it.each([
    ["the author", "alice", {}, true],
    ["a collaborator", "mia", { collaborators: ["mia"] }, true],
    ["a stranger", "otto", {}, false],
    ["a stranger on a stale thread", "otto", { labels: [STALE] }, true],
    ["a stranger on a rotten thread", "otto", { labels: ["Lifecycle/Rotten"] }, true],
    ["a stranger on a frozen thread", "otto", { labels: [FROZEN] }, false],
    ["the author, whose login GitHub writes in another case", "ALICE", {}, true],
    ["somebody whose login only looks like it", "al\u0456ce", {}, false],
  ])("%s", async (_, by, world, closes) => {
    const { state, replies, requests } = await say(lifecycle, { by, body: "/close" }, world);
    expect(state.state).toBe(closes ? "closed" : "open");
    expect(replies).toHaveLength(1);
    expect(requests).toBeLessThanOrEqual(3);
  });

  it("is for the author under a login that is new since", async () => {
    const { state } = await say(lifecycle, { by: "otto", renamedAuthor: true, body: "/close" });
    expect(state.state).toBe("closed");
  });

  it.each([
    ["/close", "completed"],
    ["/CLOSE Not-Planned \t", "not_planned"],
    ["/close not-planned\n/close", "not_planned"],
  ])("%j closes an issue as %s", async (body, reason) => {
    expect((await say(lifecycle, { by: "alice", body })).state.reason).toBe(reason);
  });

  it.each(["/close it", "/close  not-planned", "/close not-planned please", "/closed"])(
    "%j is nothing",
    async (body) => {
      const { calls, replies } = await say(lifecycle, { by: "alice", body });
      expect([calls, replies]).toEqual([[], []]);
    },
  );

  it("closes a pull request without a reason, and says so when one was given", async () => {
    const closed = await say(lifecycle, { by: "alice", body: "/close", on: "pull" });
    expect([closed.state.state, closed.state.reason]).toEqual(["closed", undefined]);
    const refused = await say(lifecycle, { by: "alice", body: "/close\n/close not-planned", on: "pull" });
    expect([refused.state.state, refused.calls]).toEqual(["open", []]);
    expect(refused.replies[0]).toContain("not planned");
  });

  it("tells a stranger who can", async () => {
    const { replies } = await say(lifecycle, { by: "otto", body: "/close" });
    expect(replies[0]).toMatch(/author and collaborators.*anyone/);
  });

  it("is nothing on a closed thread", async () => {
    const { calls, replies } = await say(lifecycle, { by: "alice", body: "/close" }, { state: "closed" });
    expect([calls, replies]).toEqual([[], []]);
  });
});

describe("/reopen", () => {
  it("reopens for the author and for collaborators, and refuses others", async () => {
    const closed = { state: "closed" as const, collaborators: ["mia"], labels: [STALE] };
    expect((await say(lifecycle, { by: "alice", body: "/reopen" }, closed)).state.state).toBe("open");
    expect((await say(lifecycle, { by: "mia", body: "/reopen" }, closed)).state.state).toBe("open");
    const refused = await say(lifecycle, { by: "otto", body: "/reopen" }, closed);
    expect(refused.state.state).toBe("closed");
    expect(refused.replies[0]).toContain("author and collaborators");
  });

  it("repeats GitHub's reason when it refuses, as text that can do nothing", async () => {
    const error = (refusal: "invalid" | "server") =>
      new GitHubError("state cannot be changed: branch @octocat is gone", { route: "", status: 422, refusal });
    const refusing = (refusal: "invalid" | "server") =>
      fakeGitHub({ state: "closed" }, { reopen: () => Promise.reject(error(refusal)) });
    const { replies } = await say(lifecycle, { by: "alice", body: "/reopen", on: "pull" }, refusing("invalid"));
    expect(replies[0]).toContain("`state cannot be changed: branch @octocat is gone`");
    await expect(say(lifecycle, { by: "alice", body: "/reopen" }, refusing("server"))).rejects.toThrow(GitHubError);
  });

  it("is nothing on an open thread", async () => {
    const { calls, replies } = await say(lifecycle, { by: "alice", body: "/reopen" });
    expect([calls, replies]).toEqual([[], []]);
  });
});

describe("/lifecycle and /remove-lifecycle", () => {
  it.each([
    ["/lifecycle stale", [], [STALE]],
    ["/LIFECYCLE stale", [], [STALE]],
    ["/LIFECYCLE STALE\t", [], ["lifecycle/STALE"]],
    ["/lifecycle Stale\n/lifecycle stale", [], ["lifecycle/Stale"]],
    ["/lifecycle STALE", [STALE], [STALE]],
    ["/lifecycle frozen", [STALE, "bug", ROTTEN], ["bug", FROZEN]],
    ["/lifecycle stale", [STALE, ROTTEN], [STALE, ROTTEN]],
    ["/lifecycle stale\n/lifecycle rotten", [ROTTEN], [ROTTEN]],
    ["/lifecycle stale\n/lifecycle rotten", [STALE], [ROTTEN]],
    ["/remove-lifecycle stale\n/remove-lifecycle rotten\n/lifecycle frozen", [STALE, ROTTEN], [FROZEN]],
    ["/remove-lifecycle stale", [STALE], []],
    ["/remove-lifecycle stale", ["Lifecycle/Stale"], []],
    ["/remove-lifecycle frozen", [STALE], [STALE]],
    ["/lifecycle", [], []],
    ["/lifecycle random", [], []],
    ["/lifecycle frozen stale", [], []],
    ["/lifecycle  stale", [], []],
  ])("%j with %j", async (body, labels, after) => {
    const { state, replies } = await say(lifecycle, { by: "otto", body }, { labels });
    expect(state.labels).toEqual(after);
    expect(replies).toEqual([]);
  });

  it("sends only what the last line leaves", async () => {
    const { calls, reaction } = await say(lifecycle, { by: "otto", body: "/lifecycle stale\n/remove-lifecycle stale" });
    expect([calls, reaction]).toEqual([[], "+1"]);
  });

  it("freezes no pull request, but thaws one", async () => {
    const refused = await say(lifecycle, { by: "otto", body: "/lifecycle frozen", on: "pull" });
    expect([refused.calls, refused.replies.length, refused.reaction]).toEqual([[], 1, undefined]);
    const world = { labels: [FROZEN] };
    expect(
      (await say(lifecycle, { by: "otto", body: "/remove-lifecycle frozen", on: "pull" }, world)).state.labels,
    ).toEqual([]);
  });

  it("compares the frozen state of a pull request as typed, as Prow does", async () => {
    const { state } = await say(lifecycle, { by: "otto", body: "/lifecycle FROZEN", on: "pull" });
    expect(state.labels).toEqual(["lifecycle/FROZEN"]);
  });
});
