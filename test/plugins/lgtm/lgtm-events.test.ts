import { describe, expect, it } from "vitest";
import type { GitHub, Pull } from "../../../src/github/github.ts";
import { silentLogger } from "../../../src/log.ts";
import { type ChangeContext, changeLgtm } from "../../../src/plugins/lgtm/change-lgtm.ts";
import { dropOnPush } from "../../../src/plugins/lgtm/drop-on-push.ts";
import type { LgtmConfig } from "../../../src/plugins/lgtm/lgtm-config.ts";
import { lgtmCovers } from "../../../src/plugins/lgtm/messages.ts";
import { obeyReview } from "../../../src/plugins/lgtm/obey-review.ts";
import { BOT, type FakeState, fakeGitHub } from "../support/fake-github.ts";
import { pullEvent, reviewEvent, type SubmittedReview } from "../support/pull-event.ts";

const TREE = "c".repeat(40);
const plain: LgtmConfig = { review_acts_as_lgtm: false, store_tree_hash: false, trusted_team_for_sticky_lgtm: "" };
const at = "2026-01-01T00:00:00Z";
const word = { at: Date.parse(at), order: "" };

function world(start: Partial<FakeState>, change: Partial<LgtmConfig & { skipCollaborators: boolean }> = {}) {
  const verbs: Partial<GitHub> = {
    repo: { owner: "acme", name: "app" },
    teamSlugByName: async (_org, name) => (name === "Leads" ? "leads" : undefined),
    commitTree: async () => TREE,
    pull: async () => ({ baseRef: "main", headSha: "a".repeat(40) }) as Pull,
    files: async () => ({
      files: ["pkg/a.go", "docs/x.md"].map((path) => ({ path, status: "modified", additions: 1, deletions: 0 })),
      truncated: false,
    }),
  };
  const fake = fakeGitHub({ collaborators: ["rick"], ...start }, verbs);
  const people = new Map([["pkg/a.go", new Set(["pat"])]]);
  const ctx: ChangeContext & { readonly github: GitHub } = {
    github: fake.github,
    config: { ...plain, ...change },
    log: silentLogger(),
    memory: fake.memory,
    skipCollaborators: change.skipCollaborators ?? false,
    owners: async () => ({
      approvers: (path) => people.get(path) ?? new Set(),
      reviewers: (path) => (path === "docs/x.md" ? new Set(["rex"]) : new Set()),
    }),
  };
  return { ...fake, ctx };
}

describe("a push", () => {
  const push = pullEvent("synchronize", { assignees: [{ login: "rick", id: 2, type: "User" }] });

  it("removes lgtm and says so, in two requests", async () => {
    const { ctx, state, calls } = world({ labels: ["lgtm", "bug"] });
    await dropOnPush({ ...ctx, payload: push });
    expect(state.labels).toEqual(["bug"]);
    expect(calls).toEqual(["remove lgtm", "comment"]);
    expect(state.comments[0]?.body).toContain("/lgtm");
  });

  it("asks nothing when there is no lgtm", async () => {
    const { ctx, calls } = world({ labels: ["bug"] }, { trusted_team_for_sticky_lgtm: "Leads", store_tree_hash: true });
    await dropOnPush({ ...ctx, payload: push });
    expect(calls).toEqual([]);
  });

  it("changes nothing after the merge", async () => {
    const { ctx, state } = world({ labels: ["lgtm"] });
    await dropOnPush({ ...ctx, payload: pullEvent("synchronize", { merged: true }) });
    expect(state.labels).toEqual(["lgtm"]);
  });

  it.each([
    { team: "Leads", members: ["alice"], after: ["lgtm"] },
    { team: "Leads", members: ["mia"], after: [] },
    { team: "leads", members: ["alice"], after: [] },
  ])("to a pull request of alice, with team $team of $members, leaves $after", async ({ team, members, after }) => {
    const start = { labels: ["lgtm"], teams: { leads: members } };
    const { ctx, state } = world(start, { trusted_team_for_sticky_lgtm: team });
    await dropOnPush({ ...ctx, payload: push });
    expect(state.labels).toEqual(after);
  });

  it.each([
    { what: "the same content", body: lgtmCovers(TREE), edited: false, after: ["lgtm"] },
    { what: "other content", body: lgtmCovers("d".repeat(40)), edited: false, after: [] },
    { what: "an edited notice", body: lgtmCovers(TREE), edited: true, after: [] },
    { what: "no notice", body: "hello", edited: false, after: [] },
  ])("with $what leaves $after where content is remembered", async ({ body, edited, after }) => {
    const updatedAt = edited ? "2026-02-02T00:00:00Z" : at;
    const comment = { id: 1, author: { login: BOT, type: "Bot" as const }, body, createdAt: at, updatedAt, url: "" };
    const { ctx, state } = world({ labels: ["lgtm"], comments: [comment] }, { store_tree_hash: true });
    await dropOnPush({ ...ctx, payload: push });
    expect(state.labels).toEqual(after);
    expect(state.reviewers).toEqual(after.length === 0 ? ["rick"] : []);
  });
});

describe("a review", () => {
  const acts = { review_acts_as_lgtm: true };
  const submit = async (given: SubmittedReview, start: Partial<FakeState> = {}, change: Partial<LgtmConfig> = acts) => {
    const { ctx, ...fake } = world(start, change);
    let refused: string | undefined;
    await obeyReview({ ...ctx, payload: reviewEvent(given) }).catch((error: Error) => {
      refused = `${error.name}: ${error.message}`;
    });
    return { ...fake, refused };
  };

  it("that approves gives lgtm and assigns", async () => {
    const { state } = await submit({ by: "rick", state: "approved", body: "nice" });
    expect([state.labels, state.assignees]).toEqual([["lgtm"], ["rick"]]);
  });

  it("that requests changes takes it back", async () => {
    const { state } = await submit({ by: "rick", state: "CHANGES_REQUESTED" }, { labels: ["lgtm"] });
    expect([state.labels, state.assignees]).toEqual([[], ["rick"]]);
  });

  it.each([
    ["a comment", { by: "rick", state: "commented" }],
    ["a review with a command", { by: "rick", state: "approved", body: "x\n/lgtm cancel" }],
    ["an App's review", { by: "helper[bot]", state: "approved", type: "Bot" }],
    ["the bot's review", { by: BOT, state: "approved" }],
  ])("is ignored as %s", async (_what, review) => {
    const { calls, refused } = await submit(review);
    expect([calls, refused]).toEqual([[], undefined]);
  });

  it("is ignored where reviews do not act", async () => {
    expect((await submit({ by: "rick", state: "approved" }, {}, {})).calls).toEqual([]);
  });

  it("with a command in a code block still acts", async () => {
    const { state } = await submit({ by: "rick", state: "approved", body: "```\n/lgtm cancel\n```" });
    expect(state.labels).toEqual(["lgtm"]);
  });

  it("of a stranger is refused with words for him", async () => {
    const { state, refused } = await submit({ by: "otto", state: "approved" });
    expect(state.labels).toEqual([]);
    expect(refused).toMatch(/^UserError: Only collaborators/);
  });

  it("of the author is refused, who has another login since", async () => {
    const { state, refused } = await submit({ by: "rick", state: "approved", renamedAuthor: true });
    expect(state.labels).toEqual([]);
    expect(refused).toMatch(/^UserError: .*your own/);
  });

  it("of an older commit is refused, because nobody looked at the head", async () => {
    const { state, refused } = await submit({ by: "rick", state: "approved", commit: "e".repeat(40) });
    expect(state.labels).toEqual([]);
    expect(refused).toMatch(/^UserError: .*eeeeeeeeee.*aaaaaaaaaa/);
  });

  it("of an older commit may still take lgtm back", async () => {
    const review = { by: "rick", state: "changes_requested", commit: "e".repeat(40) };
    expect((await submit(review, { labels: ["lgtm"] })).state.labels).toEqual([]);
  });
});

describe("lgtm where OWNERS count without collaborators", () => {
  const ask = (by: string, wants: "add" | "remove" = "add") => ({
    number: 7,
    wants,
    by,
    author: "alice",
    isAuthor: by === "alice",
    word,
  });

  it.each(["pat", "Rex"])("is given by %s, whom OWNERS name for one file, without assigning", async (by) => {
    const { ctx, state } = world({}, { skipCollaborators: true });
    expect(await changeLgtm(ctx, ask(by))).toBe("changed");
    expect([state.labels, state.assignees]).toEqual([["lgtm"], []]);
  });

  it.each(["add", "remove"] as const)("cannot be changed (%s) by a mere collaborator", async (wants) => {
    const { ctx, state } = world({ labels: ["lgtm"] }, { skipCollaborators: true });
    expect(await changeLgtm(ctx, ask("rick", wants))).toEqual({ refused: expect.stringContaining("OWNERS") });
    expect(state.labels).toEqual(["lgtm"]);
  });
});

describe("lgtm where content is remembered", () => {
  const ask = { number: 7, wants: "add" as const, by: "rick", author: "alice", isAuthor: false, word };

  it("leaves a notice with the tree of the head", async () => {
    const { ctx, state } = world({}, { store_tree_hash: true });
    await changeLgtm(ctx, ask);
    expect(state.comments.map((comment) => comment.body)).toEqual([lgtmCovers(TREE)]);
  });

  it("leaves none where the author is trusted anyway", async () => {
    const sticky = { store_tree_hash: true, trusted_team_for_sticky_lgtm: "Leads" };
    const { ctx, state } = world({ teams: { leads: ["alice"] } }, sticky);
    await changeLgtm(ctx, ask);
    expect([state.labels, state.comments]).toEqual([["lgtm"], []]);
  });
});
