import { describe, expect, it } from "vitest";
import { invite } from "../../src/plugins/invite/plugin.ts";
import { startConversation } from "../support/conversation.ts";
import { describeObedience } from "../support/describe-obedience.ts";
import { firstExample } from "../support/first-example.ts";
import { expectInert, HOSTILE } from "../support/inert.ts";

const WELCOME = "Welcome! Our chat is at https://chat.example.org.";

const under = (entry: object) => ({ invite: [{ repos: ["acme"], message: WELCOME, ...entry }] });
const bot = await startConversation({
  plugins: ["invite"],
  config: under({}),
  repository: { labels: ["triage/accepted", "invited"] },
});
const repository = (entry: object, files = {}) =>
  bot.repository({ config: under(entry), files: { "README.md": "hello\n", ...files } });

describe(firstExample(invite), () => {
  it.each(["alice", "rick"])("posts the invitation for %s and leaves the issue open", async (login) => {
    const issue = bot.issue({ author: "alice" });
    await bot.comments(issue, login, firstExample(invite));
    expect(bot.said(issue)).toEqual([expect.stringMatching(/^Welcome! Our chat is at https:\/\/chat\.example\.org\./)]);
    expect([issue.state, issue.labels]).toEqual(["open", []]);
  });

  it("is posted once a thread; a second one gets a thumb", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "alice", "/invite");
    await bot.comments(issue, "rick", "/INVITE");
    expect(bot.said(issue)).toHaveLength(1);
    expect(issue.reactions).toEqual(["+1"]);
  });

  it("labels and closes where configured, as the Action it replaces did", async () => {
    repository({
      close: true,
      close_reason: "not-planned",
      close_comment: "Closing.",
      labels: ["triage/accepted"],
      label: "invited",
    });
    const issue = bot.issue();
    await bot.comments(issue, "alice", "/invite");
    expect([issue.state, issue.reason, issue.labels.toSorted()]).toEqual([
      "closed",
      "not_planned",
      ["invited", "triage/accepted"],
    ]);
    expect(bot.said(issue)).toEqual([expect.stringMatching(/^Welcome!.*\n\nClosing\./)]);
  });

  it("leaves out a label that the repository lacks, and says so", async () => {
    repository({ labels: ["no-such", "invited"] });
    const issue = bot.issue();
    await bot.comments(issue, "alice", "/invite");
    expect(issue.labels).toEqual(["invited"]);
    expect(bot.said(issue)).toEqual([expect.stringContaining("(`no-such` is not a label here, so I left it out.)")]);
  });

  it("takes its text from a file of a branch", async () => {
    repository({ message: "", message_file: "docs/invite.md" }, { "docs/invite.md": "Hello from the file.\n" });
    const issue = bot.issue();
    await bot.comments(issue, "alice", "/invite");
    expect(bot.said(issue)).toEqual([expect.stringMatching(/^Hello from the file\./)]);
  });

  it.each([
    ["issue", "pull", false],
    ["pull", "pull", true],
    ["both", "pull", true],
    ["pull", "issue", false],
  ] as const)("set up for %s, on a thread that is a %s: %s", async (on, kind, works) => {
    repository({ on });
    const subject = bot[kind]();
    await bot.comments(subject, "alice", "/invite");
    expect(bot.said(subject)).toHaveLength(works ? 1 : 0);
  });
});

describe("who may invite", () => {
  it.each([
    [["anyone"], "otto", true],
    [["member"], "mia", true],
    [["member"], "otto", false],
    [["collaborator"], "rick", true],
    [["collaborator"], "alice", false],
    [["author"], "rick", false],
  ])("%j lets %s: %s", async (who, login, may) => {
    repository({ who });
    const issue = bot.issue({ author: "alice" });
    await bot.comments(issue, login, "/invite");
    expect(bot.said(issue)[0]?.startsWith("Welcome!")).toBe(may);
  });
});

describe("a refusal", () => {
  it("says who can", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", `/invite\n${HOSTILE}`);
    expect(bot.said(issue)).toEqual([
      expect.stringMatching(/^@otto: `\/invite` works here for its author and collaborators of this repository only\./),
    ]);
    expectInert(bot.said(issue)[0] ?? "", "otto");
  });

  it("says who can write an invitation where there is none", async () => {
    bot.repository({ config: { invite: [] } });
    const issue = bot.issue();
    await bot.comments(issue, "alice", "/invite");
    expect(bot.said(issue)).toEqual([
      expect.stringMatching(/^@alice: There is no invitation .*Whoever keeps `plugins\.yaml`/),
    ]);
  });

  it("says which file is missing and who can add it", async () => {
    repository({ message: "", message_file: "docs/invite.md" });
    const issue = bot.issue();
    await bot.comments(issue, "alice", "/invite");
    expect(bot.said(issue)).toEqual([
      expect.stringMatching(/^@alice: .*`docs\/invite\.md` on `main`.*can write to the repository/),
    ]);
  });
});

describeObedience(bot, { text: "/invite", by: "rick", subject: () => bot.issue() });

describe("requests", () => {
  it.each([
    ["rick", "/invite", {}, { "POST …/comments": 1 }],
    [
      "rick",
      "/invite",
      { labels: ["invited"], close: true },
      { "POST …/comments": 1, "POST …/labels": 1, "PATCH …": 1 },
    ],
    ["otto", "/invite", {}, { "POST …/comments": 1 }],
    ["rick", "Shall we invite them?", {}, {}],
  ])("%s: %s under %j", async (login, text, entry, requests) => {
    repository(entry);
    await bot.warm(
      () => bot.issue(),
      (issue) => bot.comments(issue, login, text),
    );
    expect(bot.requests()).toEqual(requests);
  });
});
