import { describe, expect, it } from "vitest";
import { assign } from "../../src/plugins/assign/plugin.ts";
import { startConversation } from "../support/conversation.ts";
import { describeObedience } from "../support/describe-obedience.ts";
import { firstExample } from "../support/first-example.ts";
import { expectInert, HOSTILE } from "../support/inert.ts";

const bot = await startConversation({
  plugins: ["assign"],
  organization: {
    members: { mia: "member", boss: "admin" },
    teams: { reviewers: { members: ["mia"], repos: { app1: "write" } } },
  },
});
const many = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe(firstExample(assign), () => {
  it.each(["issue", "pull"] as const)("assigns its writer on an %s", async (kind) => {
    const subject = bot[kind]();
    await bot.comments(subject, "otto", firstExample(assign));
    expect(subject.assignees).toEqual(["otto"]);
    expect(bot.said(subject)).toEqual([]);
  });

  it.each([
    ["/assign @mia", ["mia"]],
    ["/assign mia @rick", ["mia", "rick"]],
    ["/ASSIGN @MIA", ["mia"]],
    ["/assign @mia\n/assign @rick\n/unassign @mia", ["rick"]],
  ])("%j assigns those it names", async (text, assignees) => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", text);
    expect(issue.assignees.toSorted()).toEqual(assignees);
  });

  it.each(["/unassign", "/UNASSIGN @rick"])("is taken back with %s", async (text) => {
    const issue = bot.issue({ assignees: ["rick", "mia"] });
    await bot.comments(issue, "rick", text);
    expect(issue.assignees).toEqual(["mia"]);
  });

  it.each(["/assign mia, rick", "/assign @mia!", "/assign  mia"])("%j is no such command", async (text) => {
    await bot.comments(bot.issue(), "otto", text);
    expect(bot.requests()).toEqual({});
  });
});

describe("/cc", () => {
  it("requests a review, and /uncc takes that back", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "alice", "/cc @rick mia");
    expect(pr.reviewers.toSorted()).toEqual(["mia", "rick"]);
    await bot.comments(pr, "alice", "/uncc @rick");
    expect(pr.reviewers).toEqual(["mia"]);
  });

  it("without a name asks for its writer", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "rick", "/cc");
    expect(pr.reviewers).toEqual(["rick"]);
  });

  it("takes a team of the organisation", async () => {
    const { name } = bot.repo.record;
    bot.sandbox.world.organizations.get("acme")?.teams.get("reviewers")?.repositories.set(`acme/${name}`, "write");
    const pr = bot.pull();
    await bot.comments(pr, "alice", "/cc @acme/reviewers");
    expect([pr.teams, bot.said(pr)]).toEqual([["reviewers"], []]);
  });

  it("does nothing on an issue", async () => {
    await bot.comments(bot.issue(), "alice", "/cc @rick");
    expect(bot.requests()).toEqual({});
  });
});

describe("a refusal says whom GitHub takes", () => {
  it("as assignees", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "rick", "/assign @stranger @mia");
    expect(issue.assignees).toEqual(["mia"]);
    expect(bot.said(issue)).toEqual([
      expect.stringMatching(
        /^@rick: GitHub did not let me assign `stranger`\.\n\n.*collaborators, and people who have commented/,
      ),
    ]);
  });

  it.each(["@stranger", "@alice", "@other/reviewers"])("as reviewers: %s", async (name) => {
    const pr = bot.pull();
    await bot.comments(pr, "rick", `/cc ${name} mia`);
    expect(pr.reviewers).toEqual(["mia"]);
    expect(bot.said(pr)).toEqual([
      expect.stringMatching(/^@rick: GitHub did not let me request a review from .*\n\n.*never the author/),
    ]);
  });

  it("and how many", async () => {
    const issue = bot.issue();
    for (const login of many("c", 12)) bot.repo.setCollaborator(login, "read");
    await bot.comments(issue, "rick", `/assign ${many("c", 12).join(" ")}`);
    expect(issue.assignees).toHaveLength(10);
    expect(bot.said(issue)).toEqual([expect.stringContaining("at most 10 people, so I left out `c10`, `c11`.")]);
  });

  it("and mentions nobody but its reader", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "rick", `/assign @stranger @other\n${HOSTILE}`);
    const [reply = ""] = bot.said(issue);
    expectInert(reply, "rick");
  });
});

describeObedience(bot, { text: "/assign", by: "rick", subject: () => bot.issue() });

describe("requests", () => {
  const refused = { "POST …/comments": 1 };

  it.each([
    ["/assign", {}, { "POST …/assignees": 1 }],
    ["/assign @mia @rick", {}, { "POST …/assignees": 1 }],
    ["/unassign", { assignees: ["rick"] }, { "DELETE …/assignees": 1 }],
    ["/assign @stranger", {}, { "POST …/assignees": 1, ...refused }],
    ["/cc @mia", {}, { "POST …/requested_reviewers": 1 }],
    ["/uncc @mia", { reviewers: ["mia"] }, { "DELETE …/requested_reviewers": 1 }],
    ["/cc @other/reviewers", {}, refused],
    ["I could take this.", {}, {}],
  ])("%s on %j", async (text, options, requests) => {
    await bot.warm(
      () => bot.pull(options),
      (pr) => bot.comments(pr, "rick", text),
    );
    expect(bot.requests()).toEqual(requests);
  });
});
