import { describe, expect, it } from "vitest";
import { lgtm } from "../../src/plugins/lgtm/plugin.ts";
import type { PullHandle } from "../../src/sandbox/state/subject-handle.ts";
import { startConversation } from "../support/conversation.ts";
import { describeObedience } from "../support/describe-obedience.ts";
import { firstExample } from "../support/first-example.ts";
import { expectInert, HOSTILE } from "../support/inert.ts";

const bot = await startConversation({
  plugins: ["lgtm"],
  organization: {
    members: { mia: "member", boss: "admin" },
    teams: { trusted: { name: "The Trusted", members: ["alice"] } },
  },
  repository: {
    files: { OWNERS: "approvers: [ann]\nreviewers: [rob]\n", "a.txt": "1\n" },
    branches: { next: { "n.txt": "1\n" } },
  },
});
const reviewed = () => bot.pull({ labels: ["lgtm"], assignees: ["rick"] });
const under = (entry: object) => bot.repository({ config: { lgtm: [{ repos: ["acme"], ...entry }] } });

describe(firstExample(lgtm), () => {
  it("gives lgtm and assigns the reviewer, without a word", async () => {
    const pr = bot.pull({ author: "alice" });
    await bot.comments(pr, "rick", firstExample(lgtm));
    expect(pr.labels).toEqual(["lgtm"]);
    expect(pr.assignees).toEqual(["rick"]);
    expect(bot.said(pr)).toEqual([]);
  });

  it.each(["/lgtm no-issue", "/LGTM", "Nice work.\n/lgtm\nThanks!", "/lgtm\n/lgtm cancel"])(
    "is %j as well",
    async (text) => {
      const pr = bot.pull();
      await bot.comments(pr, "rick", text);
      expect(pr.labels).toEqual(["lgtm"]);
    },
  );

  it.each(["/lgtm cancel", "/remove-lgtm"])("is taken back with %s", async (text) => {
    const pr = reviewed();
    await bot.comments(pr, "colin", text);
    expect(pr.labels).toEqual([]);
  });

  it("is taken back by the author, too", async () => {
    const pr = reviewed();
    await bot.comments(pr, "alice", "/lgtm cancel");
    expect(pr.labels).toEqual([]);
    expect(bot.said(pr)).toEqual([]);
  });

  it.each(["APPROVED", "COMMENTED"] as const)("works in the text of a review: %s", async (state) => {
    const pr = bot.pull();
    await bot.reviews(pr, "rick", state, "/lgtm");
    expect(pr.labels).toEqual(["lgtm"]);
  });

  it("works in an inline comment", async () => {
    const pr = bot.pull();
    await bot.does("rick", (person) => person.reviewComment(pr, "/lgtm"));
    expect(pr.labels).toEqual(["lgtm"]);
  });

  it("gets a thumb when it was given before", async () => {
    const pr = reviewed();
    await bot.comments(pr, "rick", "/lgtm");
    expect(pr.reactions).toEqual(["+1"]);
  });

  it.each(["an issue", "a closed pull request"])("does nothing on %s", async (what) => {
    const subject = what === "an issue" ? bot.issue() : bot.pull({ state: "closed" });
    await bot.comments(subject, "rick", "/lgtm");
    expect(bot.requests()).toEqual({});
  });
});

describe("a refusal says why and who can", () => {
  it("to the author", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "alice", "/lgtm");
    expect(pr.labels).toEqual([]);
    expect(bot.said(pr)).toEqual([
      expect.stringMatching(/^@alice: You cannot give lgtm to your own .*other collaborator/),
    ]);
  });

  it.each(["/lgtm", "/lgtm cancel"])("to a stranger who writes %s", async (text) => {
    const pr = text === "/lgtm" ? bot.pull() : reviewed();
    const { labels } = pr;
    await bot.comments(pr, "otto", text);
    expect([pr.labels, pr.assignees.includes("otto")]).toEqual([labels, false]);
    expect(bot.said(pr)).toEqual([
      expect.stringMatching(/^@otto: Only collaborators .*author can write `\/lgtm cancel`/),
    ]);
  });

  it("and repeats their words without letting them act", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "otto", `/lgtm\n${HOSTILE}`);
    expect(bot.said(pr)).toHaveLength(1);
    expectInert(bot.said(pr)[0] ?? "", "otto");
  });
});

describe("a push", () => {
  const push = (pr: PullHandle, text = "2\n") => bot.does("alice", (person) => person.push(pr, { "a.txt": text }));

  it("takes lgtm off and says so", async () => {
    const pr = reviewed();
    await push(pr);
    expect(pr.labels).toEqual([]);
    expect(bot.said(pr)).toEqual([expect.stringContaining(`New commits arrived (${pr.head.slice(0, 10)})`)]);
  });

  it("is not covered by a /lgtm that was written before it and heard after it", async () => {
    const pr = bot.pull();
    const late = await bot.withheld("rick", (person) => person.comment(pr, "/lgtm"));
    await push(pr);
    await bot.hears(late);
    expect(pr.labels).toEqual([]);
    expect(bot.said(pr)).toEqual([expect.stringMatching(/^@rick: The head moved .*write it again/)]);
  });

  it("and the notice goes when lgtm comes back", async () => {
    const pr = reviewed();
    await push(pr);
    await bot.comments(pr, "rick", "/lgtm");
    expect([pr.labels, bot.said(pr)]).toEqual([["lgtm"], []]);
  });

  it("keeps lgtm where the author is in the trusted team", async () => {
    under({ trusted_team_for_sticky_lgtm: "The Trusted" });
    const [trusted, other] = [reviewed(), bot.pull({ author: "otto", labels: ["lgtm"] })];
    await push(trusted);
    await push(other);
    expect([trusted.labels, other.labels]).toEqual([["lgtm"], []]);
  });

  it("keeps lgtm where trees are stored and the content stayed", async () => {
    under({ store_tree_hash: true });
    const pr = bot.pull({ files: { "a.txt": "2\n" } });
    await bot.comments(pr, "rick", "/lgtm");
    expect(bot.said(pr)).toEqual([expect.stringContaining("This lgtm is for the content as it is now")]);
    await bot.does("alice", (person) => person.amend(pr, [{ message: "Better words", files: { "a.txt": "2\n" } }]));
    expect(pr.labels).toEqual(["lgtm"]);
    await push(pr, "3\n");
    expect(pr.labels).toEqual([]);
  });

  it("asks the assignees again where trees are stored", async () => {
    under({ store_tree_hash: true });
    const pr = reviewed();
    await push(pr);
    expect(pr.reviewers).toEqual(["rick"]);
  });
});

it("another base branch takes lgtm off and says so", async () => {
  const pr = reviewed();
  await bot.does("alice", (person) => person.edit(pr, { base: "next" }));
  expect(pr.labels).toEqual([]);
  expect(bot.said(pr)).toEqual([expect.stringContaining("another base branch now (`next`)")]);
});

describe("reviews", () => {
  it("give and take lgtm where they act as one", async () => {
    under({ review_acts_as_lgtm: true });
    const pr = bot.pull();
    await bot.reviews(pr, "rick", "APPROVED");
    expect(pr.labels).toEqual(["lgtm"]);
    await bot.reviews(pr, "rick", "COMMENTED", "By the way.");
    expect(pr.labels).toEqual(["lgtm"]);
    await bot.reviews(pr, "colin", "CHANGES_REQUESTED", "Not yet.");
    expect(pr.labels).toEqual([]);
  });

  it("do not where they do not", async () => {
    const pr = bot.pull();
    await bot.reviews(pr, "rick", "APPROVED");
    expect([pr.labels, bot.requests()]).toEqual([[], {}]);
  });

  it("of a bot are not heard", async () => {
    under({ review_acts_as_lgtm: true });
    bot.sandbox.world.account("helper[bot]", "Bot");
    const pr = bot.pull();
    await bot.reviews(pr, "helper[bot]", "APPROVED");
    expect([pr.labels, bot.said(pr)]).toEqual([[], []]);
  });

  it("of a stranger are refused", async () => {
    under({ review_acts_as_lgtm: true });
    const pr = bot.pull();
    await bot.reviews(pr, "otto", "APPROVED");
    expect(pr.labels).toEqual([]);
    expect(bot.said(pr)).toEqual([expect.stringMatching(/^@otto: Only collaborators/)]);
  });
});

describe("where OWNERS count without being collaborators", () => {
  const skip = () => bot.repository({ config: { owners: { skip_collaborators: ["acme"] } } });

  it.each(["ann", "rob"])("%s, named by OWNERS, can", async (login) => {
    skip();
    const pr = bot.pull({ files: { "a.txt": "2\n" } });
    await bot.comments(pr, login, "/lgtm");
    expect([pr.labels, bot.said(pr)]).toEqual([["lgtm"], []]);
  });

  it("a collaborator whom they do not name cannot", async () => {
    skip();
    const pr = bot.pull({ files: { "a.txt": "2\n" } });
    await bot.comments(pr, "rick", "/lgtm");
    expect(pr.labels).toEqual([]);
    expect(bot.said(pr)).toEqual([expect.stringMatching(/^@rick: Only people whom an OWNERS file names/)]);
  });
});

describeObedience(bot, { text: "/lgtm", by: "rick", subject: () => bot.pull() });

describe("requests", () => {
  it.each([
    ["rick", "/lgtm", {}, { "POST …/labels": 1, "POST …/assignees": 1 }],
    [
      "rick",
      "/lgtm",
      { labels: ["lgtm"], assignees: ["rick"] },
      { "POST repo/issues/comments/{comment_id}/reactions": 1 },
    ],
    ["rick", "/lgtm cancel", { labels: ["lgtm"], assignees: ["rick"] }, { "DELETE …/labels/{name}": 1 }],
    ["otto", "/lgtm", {}, { "POST …/comments": 1 }],
    ["alice", "/lgtm", {}, { "POST …/comments": 1 }],
    ["rick", "Looks good to me.", {}, {}],
  ])("%s: %s on %j", async (login, text, options, requests) => {
    await bot.warm(
      () => bot.pull(options),
      (pr) => bot.comments(pr, login, text),
    );
    expect(bot.requests()).toEqual(requests);
  });

  it.each([
    [{ labels: ["lgtm"] }, { "DELETE …/labels/{name}": 1, "POST …/comments": 1 }],
    [{}, {}],
  ])("a push on %j", async (options, requests) => {
    await bot.warm(
      () => bot.pull(options),
      (pr) => bot.does("alice", (person) => person.push(pr, { "a.txt": "2\n" })),
    );
    expect(bot.requests()).toEqual(requests);
  });
});
