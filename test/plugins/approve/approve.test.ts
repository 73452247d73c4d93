import { describe, expect, it } from "vitest";
import type { Comment, GitHub, PullHistory } from "../../../src/github/github.ts";
import type { PullEvent } from "../../../src/plugin-kit/events.ts";
import { approveConfig } from "../../../src/plugins/approve/approve-config.ts";
import { followLgtm } from "../../../src/plugins/approve/follow-lgtm.ts";
import { followLabel, followRetarget } from "../../../src/plugins/approve/follow-pull.ts";
import { followReview } from "../../../src/plugins/approve/follow-review.ts";
import { approve } from "../../../src/plugins/approve/plugin.ts";
import { runApprove } from "../../../src/plugins/approve/run-approve.ts";
import { type ApprovalContext, updateApproval } from "../../../src/plugins/approve/update-approval.ts";
import { BOT, fakeGitHub } from "../support/fake-github.ts";
import { ownersOf } from "../support/owners-of.ts";
import { pullEvent, reviewEvent } from "../support/pull-event.ts";

const owners = ownersOf({ OWNERS: "approvers: [ann]\n", "pkg/OWNERS": "approvers: [pat]\n" });
const at = "2026-01-01T00:00:00Z";

function comment(id: number, login: string, body: string): Comment {
  const type = login.endsWith("[bot]") ? "Bot" : "User";
  return { id, author: { login, type }, body, createdAt: at, updatedAt: at, url: `https://github.com/c/${id}` };
}

interface World {
  readonly labels?: string[];
  readonly comments?: Comment[];
  /** Who put the label on, oldest first. */
  readonly labelledBy?: readonly string[];
  readonly section?: object;
}

function world({ labels = [], comments = [], labelledBy = [], section = {} }: World) {
  const verbs: Partial<GitHub> = {
    async pullHistory(number): Promise<PullHistory> {
      fake.calls.push("history");
      return {
        pull: {
          ...{ number, isPull: true, title: "", body: "", author: { login: "alice", type: "User" }, state: "open" },
          ...{ labels: fake.state.labels, assignees: [], url: "https://github.com/acme/app/pull/7", draft: false },
          ...{ merged: false, baseRef: "main", baseSha: "old", headRef: "topic", headSha: "head", headRepo: null },
          requestedReviewers: [],
        },
        files: { files: [{ path: "pkg/a.go", status: "modified", additions: 1, deletions: 0 }], truncated: false },
        comments: fake.state.comments,
        reviews: [],
        reviewComments: [],
        baseHead: "tip",
        labelEvents: labelledBy.map((actor) => ({ action: "labeled", label: "approved", actor, at })),
      };
    },
    async editComment(id, body) {
      fake.calls.push(`edit comment ${id}`);
      fake.state.comments = fake.state.comments.map((each) => (each.id === id ? { ...each, body } : each));
    },
  };
  const fake = fakeGitHub({ labels, comments }, verbs);
  const ownersRead: string[] = [];
  const ctx: ApprovalContext = {
    repo: { owner: "acme", name: "app" },
    config: approveConfig.resolve(approveConfig.schema.parse([{ repos: ["acme"], ...section }]), {
      owner: "acme",
      name: "app",
    }),
    linkUrl: "https://github.example/some/path",
    github: fake.github,
    ownersAt: async (commit) => {
      ownersRead.push(commit);
      return owners;
    },
  };
  return { ...fake, ctx, ownersRead };
}

async function statusNow(comments: Comment[], section = {}): Promise<Comment> {
  const before = world({ comments, section });
  await updateApproval(before.ctx, 7);
  const status = before.state.comments.findLast((each) => each.author.login === BOT);
  if (status === undefined) throw new Error("no status comment");
  return { ...status, id: 50 };
}

describe("a judgement", () => {
  it("posts the status comment where there is none, by the OWNERS of the base branch's tip", async () => {
    const { ctx, state, calls, ownersRead } = world({});
    expect(await updateApproval(ctx, 7)).toBe("changed");
    expect(calls).toEqual(["history", "comment"]);
    expect(ownersRead).toEqual(["tip"]);
    expect(state.comments[0]?.body).toContain("**NOT APPROVED**");
    expect(state.comments[0]?.body).toContain("](https://github.example/acme/app/blob/main/pkg/OWNERS)");
  });

  it("of an approval labels and edits the status comment in place, in three requests", async () => {
    const status = await statusNow([]);
    const { ctx, state, calls } = world({ comments: [status, comment(60, "pat", "/approve")] });
    await updateApproval(ctx, 7);
    expect(state.labels).toEqual(["approved"]);
    expect(calls).toEqual(["history", "add approved", "edit comment 50"]);
    expect(state.comments[0]?.body).toContain("**APPROVED**");
  });

  it("of a cancellation takes the label off again", async () => {
    const comments = [comment(1, "pat", "/approve"), comment(2, "pat", "/approve cancel")];
    const { ctx, state } = world({ labels: ["approved"], labelledBy: [BOT], comments });
    await updateApproval(ctx, 7);
    expect(state.labels).toEqual([]);
  });

  it("that changes nothing writes nothing, also when a marker follows the text", async () => {
    const status = await statusNow([]);
    const { ctx, calls } = world({ comments: [{ ...status, body: `${status.body}\n\n<!-- marker -->` }] });
    expect(await updateApproval(ctx, 7)).toBe("unchanged");
    expect(calls).toEqual(["history"]);
  });

  it("takes over Prow's comment and leaves only the newest", async () => {
    const old = "[APPROVALNOTIFIER] This PR is **NOT APPROVED**\n\nThis pull-request has been approved by:";
    const comments = [comment(1, BOT, old), comment(2, BOT, old), comment(3, "otto", old)];
    const { ctx, state, calls } = world({ comments });
    await updateApproval(ctx, 7);
    expect(calls.sort()).toEqual(["delete comment 1", "edit comment 2", "history"]);
    expect(state.comments.map(({ id }) => id)).toEqual([2, 3]);
  });

  it.each([
    { labelledBy: ["mia"], after: ["approved"] },
    { labelledBy: ["helper[bot]"], after: ["approved"] },
    { labelledBy: ["mia", BOT], after: [] },
    { labelledBy: [BOT, "mia"], after: ["approved"] },
    { labelledBy: ["bowsprit"], after: [] },
    { labelledBy: [""], after: [] },
    { labelledBy: [], after: [] },
  ])("of a label put on by $labelledBy leaves $after", async ({ labelledBy, after }) => {
    const { ctx, state } = world({ labels: ["approved"], labelledBy });
    await updateApproval(ctx, 7);
    expect(state.labels).toEqual(after);
  });

  it("finishes every write before it fails", async () => {
    const { ctx, state, github } = world({ comments: [comment(1, "pat", "/approve")] });
    const refusing: GitHub = Object.assign(Object.create(github), { comment: () => Promise.reject(new Error("no")) });
    await expect(updateApproval({ ...ctx, github: refusing }, 7)).rejects.toThrow("no");
    expect(state.labels).toEqual(["approved"]);
  });
});

describe("/approve", () => {
  const subject = { number: 7, isPull: true, author: { login: "alice", type: "User" as const }, url: "" };
  const written = { action: "created" as const, id: 1, body: "/approve", url: "", createdAt: at, subject };

  async function run(given: World, kind: "comment" | "description") {
    const { ctx, calls } = world(given);
    const reactions: string[] = [];
    const author = { login: "pat", type: "User" as const };
    const react = (reaction: string) => void reactions.push(reaction);
    await runApprove({ ...ctx, subject, react, comment: { ...written, kind, author } });
    return { calls, reactions };
  }

  it("gets a thumb when everything was so already", async () => {
    const comments = [comment(1, "pat", "/approve")];
    const settled = { labels: ["approved"], labelledBy: [BOT], comments: [...comments, await statusNow(comments)] };
    expect(await run(settled, "comment")).toEqual({ calls: ["history"], reactions: ["+1"] });
  });

  it("gets none when the label or the status comment is the answer", async () => {
    expect((await run({ comments: [comment(1, "pat", "/approve")] }, "comment")).reactions).toEqual([]);
  });

  it("in a description leaves the judgement to the opening", async () => {
    expect((await run({}, "description")).calls).toEqual([]);
  });

  it("does not claim /lgtm, which another plugin has", () => {
    const claimed = approve.commands.filter((command) => !command.shared);
    expect(claimed.flatMap((command) => command.names)).toEqual(["approve", "remove-approve"]);
  });
});

describe("events that start a judgement", () => {
  const lgtmActs = { lgtm_acts_as_approve: true };
  const judged = ["history", "comment"];

  it.each([
    ["an approving review", { by: "pat", state: "approved" }, {}, true],
    ["a dismissal", { by: "pat", state: "dismissed", action: "dismissed" }, {}, true],
    ["requested changes", { by: "pat", state: "CHANGES_REQUESTED" }, {}, true],
    ["a mere comment", { by: "pat", state: "commented" }, {}, false],
    ["a review with a command of its own", { by: "pat", state: "approved", body: "/approve" }, {}, false],
    ["an approving review that says /lgtm", { by: "pat", state: "approved", body: "/lgtm" }, {}, true],
    ["a review that says /lgtm where that approves", { by: "pat", state: "commented", body: "/lgtm" }, lgtmActs, false],
    ["a review that says /lgtm where it does not", { by: "pat", state: "commented", body: "/lgtm" }, {}, false],
    ["a review of an App", { by: "helper[bot]", state: "approved", type: "Bot" }, {}, false],
    ["a review where states do not count", { by: "pat", state: "approved" }, { ignore_review_state: true }, false],
  ])("%s", async (_what, review, section, starts) => {
    const { ctx, calls } = world({ section });
    await followReview({ ...ctx, payload: reviewEvent(review) });
    expect(calls).toEqual(starts ? judged : []);
  });

  it.each([
    ["a label added by a person", { label: "approved", sender: "mia", state: "open" as const }, true],
    ["the bot's own label", { label: "approved", sender: BOT, state: "open" as const }, false],
    ["another label", { label: "Approved", sender: "mia", state: "open" as const }, false],
    ["the label on a closed pull request", { label: "approved", sender: "mia", state: "closed" as const }, false],
  ])("%s", async (_what, { label, sender, state }, starts) => {
    const { ctx, calls } = world({});
    const event: PullEvent = { ...pullEvent("labeled", { state }), label: { name: label } };
    await followLabel({ ...ctx, payload: { ...event, sender: { login: sender, id: 3, type: "User" } } });
    expect(calls).toEqual(starts ? judged : []);
  });

  it.each([
    ["another base branch", { base: { ref: { from: "release" } } }, "open" as const, true],
    ["another title", { title: { from: "x" } }, "open" as const, false],
    ["another base branch of a closed pull request", { base: { ref: { from: "x" } } }, "closed" as const, false],
  ])("%s", async (_what, changes, state, starts) => {
    const { ctx, calls } = world({});
    await followRetarget({ ...ctx, payload: { ...pullEvent("edited", { state }), changes } });
    expect(calls).toEqual(starts ? judged : []);
  });

  it.each([
    { body: "/lgtm", section: lgtmActs, starts: true },
    { body: "/lgtm cancel", section: lgtmActs, starts: true },
    { body: "/lgtm\n/approve", section: lgtmActs, starts: false },
    { body: "/lgtm\n/approve", previousBody: "/approve", section: lgtmActs, starts: true },
    { body: "/lgtm", section: {}, starts: false },
    { body: "/lgtm", kind: "description" as const, section: lgtmActs, starts: false },
  ])("a comment with $section: $body", async ({ section, starts, body, ...said }) => {
    const { ctx, calls } = world({ section });
    const subject = { number: 7, isPull: true, author: { login: "alice", type: "User" as const }, url: "" };
    const author = { login: "pat", type: "User" as const };
    const text = { action: "created", kind: "comment", id: 9, url: "", createdAt: at, ...said } as const;
    await followLgtm({ ...ctx, subject, comment: { ...text, body, author, subject } });
    expect(calls).toEqual(starts ? judged : []);
  });
});

describe("the approve section", () => {
  it("may name a repository once only", () => {
    const problems = approveConfig.check?.([{ repos: ["acme", "a/b"] }, { repos: ["c", "acme"] }]);
    expect(problems?.map(({ path }) => path)).toEqual([[1, "repos", 1]]);
    expect(approveConfig.check?.([{ repos: ["acme"] }, { repos: ["acme/app"] }])).toEqual([]);
  });

  it("reads unset, null and empty values as the defaults", () => {
    const section = [{ repos: ["acme"], require_self_approval: null, pr_process_link: "" }];
    const config = approveConfig.resolve(approveConfig.schema.parse(section), { owner: "acme", name: "app" });
    expect(config).toMatchObject(approveConfig.resolve(undefined, { owner: "x", name: "y" }));
  });
});
