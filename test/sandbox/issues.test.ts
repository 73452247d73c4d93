import { describe, expect, it } from "vitest";
import { setStage } from "./stage.ts";

const R = "/repos/acme/app";

describe("labels", () => {
  it("are made when added, and compare without case", async () => {
    const stage = await setStage();
    const issue = stage.repository.issue({ author: "alice", labels: ["LGTM"] });
    const added = await stage.ask(`POST ${R}/issues/1/labels`, { as: "boss", body: { labels: ["Lgtm", "kind/new"] } });
    expect(added.json).toMatchObject([{ name: "lgtm" }, { name: "kind/new" }]);
    expect(stage.repository.labels).toContain("kind/new");
    const left = await stage.ask(`DELETE ${R}/issues/1/labels/KIND%2Fnew`, { as: "boss" });
    expect(left.json).toMatchObject([{ name: "lgtm" }]);
    expect(issue.labels).toEqual(["lgtm"]);
  });

  it("that are absent cannot be removed", async () => {
    const stage = await setStage();
    stage.repository.issue({ author: "alice" });
    const answer = await stage.ask(`DELETE ${R}/issues/1/labels/lgtm`, { as: "boss" });
    expect([answer.status, answer.json]).toEqual([404, expect.objectContaining({ message: "Label does not exist" })]);
  });

  it("beyond a hundred are refused, those present counted", async () => {
    const stage = await setStage();
    const issue = stage.repository.issue({
      author: "alice",
      labels: Array.from({ length: 99 }, (_, index) => `l${index}`),
    });
    expect(
      (await stage.ask(`POST ${R}/issues/1/labels`, { as: "boss", body: { labels: ["l1", "more"] } })).status,
    ).toBe(422);
    expect((await stage.ask(`POST ${R}/issues/1/labels`, { as: "boss", body: ["more"] })).status).toBe(200);
    expect(issue.labels).toHaveLength(100);
  });

  it("with too long a name are refused", async () => {
    const stage = await setStage();
    stage.repository.issue({ author: "alice" });
    const body = { labels: ["x".repeat(51)] };
    expect((await stage.ask(`POST ${R}/issues/1/labels`, { as: "boss", body })).status).toBe(422);
  });
});

describe("assignees", () => {
  it("whom GitHub does not take are dropped in silence", async () => {
    const stage = await setStage();
    const issue = stage.repository.issue({ author: "alice" });
    const answer = await stage.ask(`POST ${R}/issues/1/assignees`, {
      as: "boss",
      body: { assignees: ["rick", "otto", "nobody", "ROB"] },
    });
    expect(answer.status).toBe(201);
    expect(issue.assignees).toEqual(["rick", "rob"]);
  });

  it("may be people who commented", async () => {
    const stage = await setStage();
    const issue = stage.repository.issue({ author: "alice" });
    stage.sandbox.as("otto").comment(issue, "Let me");
    stage.sandbox.as("boss").assign(issue, "otto");
    expect(issue.assignees).toEqual(["otto"]);
  });

  it("are ten at most", async () => {
    const people = Array.from({ length: 12 }, (_, index) => `m${index}`);
    const stage = await setStage();
    for (const login of people) stage.repository.setCollaborator(login, "read");
    const issue = stage.repository.issue({ author: "alice" });
    stage.sandbox.as("boss").assign(issue, ...people);
    expect(issue.assignees).toEqual(people.slice(0, 10));
  });
});

describe("reviewers", () => {
  it.each([
    ["a stranger", ["rick", "otto"], "Reviews may only be requested from collaborators"],
    ["the author", ["rick", "alice"], "Review cannot be requested from pull request author"],
  ])("with %s among them are all refused", async (_, reviewers, words) => {
    const stage = await setStage();
    const pull = stage.repository.pull({ author: "alice" });
    const answer = await stage.ask(`POST ${R}/pulls/1/requested_reviewers`, { as: "boss", body: { reviewers } });
    expect([answer.status, answer.json]).toEqual([
      422,
      expect.objectContaining({ message: expect.stringContaining(words) }),
    ]);
    expect(pull.reviewers).toEqual([]);
  });

  it("are no longer asked for once they reviewed", async () => {
    const stage = await setStage();
    const pull = stage.repository.pull({ author: "alice", reviewers: ["rick", "colin"], teams: ["leads"] });
    stage.sandbox.as("rick").review(pull, "COMMENTED", "hm");
    expect([pull.reviewers, pull.teams]).toEqual([["colin"], ["leads"]]);
  });
});

describe("comments", () => {
  it.each([
    ["an empty one", "", 422],
    ["65,536 characters", "x".repeat(65_536), 201],
    ["one more", "x".repeat(65_537), 422],
  ])("%s", async (_, body, status) => {
    const stage = await setStage();
    stage.repository.issue({ author: "alice" });
    expect((await stage.ask(`POST ${R}/issues/1/comments`, { as: "otto", body: { body } })).status).toBe(status);
  });

  it("are changed by their writer and by people who can write", async () => {
    const stage = await setStage();
    const issue = stage.repository.issue({ author: "alice" });
    const { id } = stage.sandbox.as("otto").comment(issue, "first");
    const change = (as: string) => stage.ask(`PATCH ${R}/issues/comments/${id}`, { as, body: { body: `by ${as}` } });
    expect([(await change("rob")).status, (await change("otto")).status, (await change("colin")).status]).toEqual([
      403, 200, 200,
    ]);
    expect((await stage.ask(`DELETE ${R}/issues/comments/${id}`, { as: "rob" })).status).toBe(403);
    expect((await stage.ask(`DELETE ${R}/issues/comments/${id}`, { as: "otto" })).status).toBe(204);
    expect(issue.comments).toEqual([]);
  });

  it("are listed since a time", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    const stage = await setStage({ clock: { now: () => now } });
    const issue = stage.repository.issue({ author: "alice" });
    stage.sandbox.as("otto").comment(issue, "old");
    now += 60_000;
    stage.sandbox.as("otto").comment(issue, "new");
    const answer = await stage.ask(`GET ${R}/issues/1/comments?since=2026-01-01T00:00:30Z`);
    expect(answer.json).toMatchObject([{ body: "new" }]);
  });
});

describe("closing", () => {
  it("keeps the reason, and reopening forgets it", async () => {
    const stage = await setStage();
    const issue = stage.repository.issue({ author: "alice" });
    await stage.ask(`PATCH ${R}/issues/1`, { as: "boss", body: { state: "closed", state_reason: "not_planned" } });
    expect([issue.state, issue.reason]).toEqual(["closed", "not_planned"]);
    await stage.ask(`PATCH ${R}/issues/1`, { as: "boss", body: { state: "open" } });
    expect([issue.state, issue.reason]).toEqual(["open", null]);
  });

  it("for good, when the pull request is merged", async () => {
    const stage = await setStage();
    stage.repository.pull({ author: "alice", merged: true });
    expect((await stage.ask(`PATCH ${R}/pulls/1`, { as: "boss", body: { state: "open" } })).status).toBe(422);
  });
});
