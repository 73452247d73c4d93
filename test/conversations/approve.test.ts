import { describe, expect, it } from "vitest";
import { approve } from "../../src/plugins/approve/plugin.ts";
import type { PullHandle } from "../../src/sandbox/state/subject-handle.ts";
import { startConversation } from "../support/conversation.ts";
import { describeObedience } from "../support/describe-obedience.ts";
import { firstExample } from "../support/first-example.ts";

const bot = await startConversation({
  plugins: ["approve"],
  repository: {
    files: {
      OWNERS: "approvers: [ann]\n",
      "a.txt": "1\n",
      "pkg/OWNERS": "options: {no_parent_owners: true}\napprovers: [pam]\n",
      "pkg/b.txt": "1\n",
    },
    branches: { next: { OWNERS: "approvers: [nell]\n" } },
    collaborators: { ann: "write", pam: "write", nell: "write", rick: "write" },
  },
});
const inRoot = () => bot.pull({ files: { "a.txt": "2\n" } });
const inBoth = () => bot.pull({ files: { "a.txt": "2\n", "pkg/b.txt": "2\n" } });
const under = (entry: object) => bot.repository({ config: { approve: [{ repos: ["acme"], ...entry }] } });
const opens = (pr: PullHandle) => bot.does(pr.author, (person) => person.open(pr));

/** The one status comment there is. */
function status(pr: PullHandle): string {
  expect(bot.said(pr)).toHaveLength(1);
  return bot.said(pr)[0] ?? "";
}

describe(firstExample(approve), () => {
  it("approves what OWNERS give its writer, and says so", async () => {
    const pr = inRoot();
    await bot.comments(pr, "ann", firstExample(approve));
    expect(pr.labels).toEqual(["approved"]);
    expect(status(pr)).toMatch(/^\[APPROVALNOTIFIER\] This pull request is \*\*APPROVED\*\*\n\nApproved by \[ann\]/);
  });

  it.each(["/APPROVE", "/approve no-issue", "Fine.\n/approve"])("is %j as well", async (text) => {
    const pr = inRoot();
    await bot.comments(pr, "ann", text);
    expect(pr.labels).toEqual(["approved"]);
  });

  it.each(["/approve cancel", "/remove-approve"])("is taken back with %s, in the same comment", async (text) => {
    const pr = inRoot();
    await bot.comments(pr, "ann", "/approve");
    await bot.comments(pr, "ann", text);
    expect(pr.labels).toEqual([]);
    expect(status(pr)).toContain("**NOT APPROVED**");
  });

  it("of each owner is needed where a directory wants its own", async () => {
    const pr = inBoth();
    await bot.comments(pr, "ann", "/approve");
    expect(pr.labels).toEqual([]);
    expect(status(pr)).toContain("assign [pam](https://github.com/pam) to approve");
    await bot.comments(pr, "pam", "/approve");
    expect(pr.labels).toEqual(["approved"]);
    expect(status(pr)).toContain("**APPROVED**");
  });

  it("gets a thumb when it changes nothing", async () => {
    const pr = inRoot();
    await bot.comments(pr, "ann", "/approve");
    const { comments } = pr;
    await bot.reviews(pr, "otto", "COMMENTED", "I like it.");
    await bot.does("ann", (person) => person.editComment(comments[0] ?? expect.fail(), "/approve\n/approve"));
    expect(pr.reactions).toEqual(["+1"]);
  });

  it.each(["an issue", "a closed pull request"])("does nothing on %s", async (what) => {
    const subject = what === "an issue" ? bot.issue() : bot.pull({ state: "closed" });
    await bot.comments(subject, "ann", "/approve");
    expect(bot.requests()).toEqual({});
  });
});

describe("whose word does not count", () => {
  it("somebody whom OWNERS do not name: the comment says so and whom to ask", async () => {
    const pr = inRoot();
    await bot.comments(pr, "otto", "/approve");
    expect(pr.labels).toEqual([]);
    expect(status(pr)).toMatch(/\[otto\]\(.*\) \(OWNERS do not name them/);
    expect(status(pr)).toContain("assign [ann](https://github.com/ann) to approve");
  });

  it("nobody is mentioned or linked whom a path or a title names", async () => {
    bot.repository({
      files: {
        OWNERS: "approvers: [ann]\n",
        "@acme`all`) <b>/OWNERS": "options: {no_parent_owners: true}\napprovers: [pam]\n",
      },
    });
    const pr = bot.pull({ title: "@everyone /approve", files: { "@acme`all`) <b>/x.txt": "1\n" } });
    await bot.comments(pr, "ann", "/approve");
    const shown = status(pr).replace("``@acme`all`) <b>/OWNERS``", "");
    expect(shown).not.toBe(status(pr));
    expect(shown).not.toMatch(/@acme|<b>|@everyone/);
  });

  it("the pull request's own OWNERS file", async () => {
    const pr = bot.pull({ author: "otto", files: { OWNERS: "approvers: [otto]\n" } });
    await bot.comments(pr, "otto", "/approve");
    expect(pr.labels).toEqual([]);
  });

  it("a bot's review", async () => {
    bot.sandbox.world.account("ann[bot]", "Bot");
    const pr = inRoot();
    await bot.reviews(pr, "ann[bot]", "APPROVED");
    expect([pr.labels, bot.said(pr)]).toEqual([[], []]);
  });
});

describe("an approver's own pull request", () => {
  it("is approved by being opened", async () => {
    const pr = bot.pull({ author: "ann", files: { "a.txt": "2\n" } });
    await opens(pr);
    expect(pr.labels).toEqual(["approved"]);
    expect(status(pr)).toContain('"is the author"');
  });

  it("is not where authors must approve like everybody else", async () => {
    under({ require_self_approval: true });
    const pr = bot.pull({ author: "ann", files: { "a.txt": "2\n" } });
    await opens(pr);
    expect(pr.labels).toEqual([]);
    await bot.comments(pr, "ann", "/approve");
    expect(pr.labels).toEqual(["approved"]);
  });
});

describe("where an issue is required", () => {
  it("a description that names one will do", async () => {
    under({ issue_required: true });
    const pr = bot.pull({ author: "ann", files: { "a.txt": "2\n" }, body: "For #12." });
    await opens(pr);
    expect(pr.labels).toEqual(["approved"]);
    expect(status(pr)).toContain("It belongs to issue #12.");
  });

  it("an approver can waive it, and is asked to", async () => {
    under({ issue_required: true });
    const pr = bot.pull({ author: "ann", files: { "a.txt": "2\n" } });
    await opens(pr);
    expect(pr.labels).toEqual([]);
    expect(status(pr)).toMatch(/\*\*It names no issue\*\*, and must.*`\/approve no-issue`/);
    await bot.comments(pr, "ann", "/approve no-issue");
    expect(pr.labels).toEqual(["approved"]);
  });
});

describe("reviews", () => {
  it("approve and take back by their state", async () => {
    const pr = inRoot();
    await bot.reviews(pr, "ann", "APPROVED");
    expect(pr.labels).toEqual(["approved"]);
    const review = await bot.reviews(pr, "ann", "CHANGES_REQUESTED");
    expect(pr.labels).toEqual([]);
    await bot.does("boss", (person) => person.dismissReview(review));
    expect(pr.labels).toEqual(["approved"]);
  });

  it("do not where their state is ignored, but their words do", async () => {
    under({ ignore_review_state: true });
    const pr = inRoot();
    await bot.reviews(pr, "ann", "APPROVED");
    expect([pr.labels, bot.requests()]).toEqual([[], {}]);
    await bot.reviews(pr, "ann", "COMMENTED", "/approve");
    expect(pr.labels).toEqual(["approved"]);
  });
});

it("/lgtm approves where it acts as approval", async () => {
  bot.repository({
    plugins: ["lgtm", "approve"],
    config: { approve: [{ repos: ["acme"], lgtm_acts_as_approve: true }] },
  });
  const pr = inRoot();
  await bot.comments(pr, "ann", "/lgtm");
  expect(pr.labels.toSorted()).toEqual(["approved", "lgtm"]);
  expect(status(pr)).toContain('"gave lgtm, which approves here"');
  await bot.comments(pr, "ann", "/lgtm cancel");
  expect(pr.labels).toEqual([]);
});

it("links to the project's own pages", async () => {
  under({ commandHelpLink: "https://example.org/commands", pr_process_link: "https://example.org/process" });
  const pr = inRoot();
  await bot.comments(pr, "ann", "/approve");
  expect(status(pr)).toContain("https://example.org/commands?repo=acme%2F");
  expect(status(pr)).toContain("https://example.org/process");
});

describe("approval is judged again", () => {
  it("when a push reaches into another directory", async () => {
    const pr = inRoot();
    await bot.comments(pr, "ann", "/approve");
    await bot.does("alice", (person) => person.push(pr, { "pkg/b.txt": "2\n" }));
    expect(pr.labels).toEqual([]);
    expect(status(pr)).toContain("assign [pam]");
  });

  it("when it goes to another branch, by the OWNERS of that one", async () => {
    const pr = inRoot();
    await bot.comments(pr, "ann", "/approve");
    await bot.does("alice", (person) => person.edit(pr, { base: "next" }));
    expect(pr.labels).toEqual([]);
    await bot.comments(pr, "nell", "/approve");
    expect(pr.labels).toEqual(["approved"]);
  });

  it("when somebody labels it by hand, which stands", async () => {
    const pr = inRoot();
    await bot.does("boss", (person) => person.addLabels(pr, "approved"));
    expect(pr.labels).toEqual(["approved"]);
    expect(status(pr)).toContain("Somebody added the `approved` label by hand");
  });
});

describeObedience(bot, { text: "/approve", by: "ann", subject: inRoot });

describe("requests", () => {
  const first = { "POST /graphql": 1, "POST …/comments": 1 };
  const again = { "POST /graphql": 1, "PATCH repo/issues/comments/{comment_id}": 1 };

  it.each([
    ["the first /approve", "ann", "/approve", { ...first, "POST …/labels": 1 }],
    ["the first /approve of a stranger", "otto", "/approve", first],
    ["no command", "ann", "I approve.", {}],
  ])("%s", async (_what, login, text, requests) => {
    await bot.warm(inRoot, (pr) => bot.comments(pr, login, text));
    expect(bot.requests()).toEqual(requests);
  });

  it("a later one, and what takes it back", async () => {
    const pr = await bot.warm(inBoth, (one) => bot.comments(one, "ann", "/approve"));
    await bot.comments(pr, "pam", "/approve");
    expect(bot.requests()).toEqual({ ...again, "POST …/labels": 1 });
    await bot.comments(pr, "pam", "/approve cancel");
    expect(bot.requests()).toEqual({ ...again, "DELETE …/labels/{name}": 1 });
  });

  it("opening, and a push that changes nothing about it", async () => {
    const pr = await bot.warm(inRoot, opens);
    expect(bot.requests()).toEqual(first);
    await bot.does("alice", (person) => person.push(pr, { "a.txt": "3\n" }));
    expect(bot.requests()).toEqual({ "POST /graphql": 1 });
  });
});
