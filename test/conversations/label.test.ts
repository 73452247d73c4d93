import { describe, expect, it } from "vitest";
import { label } from "../../src/plugins/label/plugin.ts";
import { startConversation } from "../support/conversation.ts";
import { describeObedience } from "../support/describe-obedience.ts";
import { firstExample } from "../support/first-example.ts";
import { expectInert, HOSTILE } from "../support/inert.ts";

const bot = await startConversation({
  plugins: ["label"],
  organization: { members: { mia: "member", boss: "admin" }, teams: { leads: { members: ["mia"] } } },
  repository: {
    labels: [
      "kind/bug",
      "kind/feature",
      "area/api",
      "sig/testing",
      "needs-kind",
      "triage/accepted",
      "skip-review",
      "cherry-pick",
    ],
  },
});
const under = (config: object) => bot.repository({ config: { label: config } });
const restricted = {
  restricted_labels: { acme: [{ label: "cherry-pick", allowed_teams: ["leads"], allowed_users: ["rick"] }] },
};

describe(firstExample(label), () => {
  it.each(["issue", "pull"] as const)("labels an %s, whoever writes it", async (kind) => {
    const subject = bot[kind]();
    await bot.comments(subject, "otto", firstExample(label));
    expect(subject.labels).toEqual(["kind/bug"]);
    expect(bot.said(subject)).toEqual([]);
  });

  it.each([
    ["/KIND BUG", [], ["kind/bug"]],
    ["/kind bug feature\n/area api", [], ["area/api", "kind/bug", "kind/feature"]],
    ["/remove-kind bug", ["kind/bug", "kind/feature"], ["kind/feature"]],
    ["/remove-kind bug", ["kind/bug"], ["needs-kind"]],
    ["/remove-kind bug\n/kind feature", ["kind/bug"], ["kind/feature"]],
    ["/sig testing", ["kind/bug"], ["kind/bug", "sig/testing"]],
  ])("%j on %j leaves %j", async (text, before, after) => {
    const issue = bot.issue({ labels: before });
    await bot.comments(issue, "otto", text);
    expect(issue.labels.toSorted()).toEqual(after);
  });

  it("gets a thumb when there is nothing to change", async () => {
    const issue = bot.issue({ labels: ["kind/bug"] });
    await bot.comments(issue, "otto", "/kind bug");
    expect(issue.reactions).toEqual(["+1"]);
  });

  it.each(["/signature testing", "/kindness bug", "/kind"])("%j is no such command", async (text) => {
    const issue = bot.issue();
    await bot.comments(issue, "rick", text);
    expect(issue.labels).toEqual([]);
  });
});

describe("/label", () => {
  it("sets the labels that are configured for it", async () => {
    under({ additional_labels: ["skip-review"] });
    const issue = bot.issue();
    await bot.comments(issue, "otto", "/label skip-review");
    expect(issue.labels).toEqual(["skip-review"]);
    await bot.comments(issue, "otto", "/remove-label skip-review");
    expect(issue.labels).toEqual([]);
  });

  it("says which those are", async () => {
    under({ additional_labels: ["skip-review"] });
    const issue = bot.issue();
    await bot.comments(issue, "otto", "/label kind/bug");
    expect(issue.labels).toEqual([]);
    expect(bot.said(issue)).toEqual([
      expect.stringMatching(
        /^@otto: `\/label` cannot change `kind\/bug`\. The ones set up here are `skip-review`; .*plugins\.yaml/,
      ),
    ]);
  });
});

describe("a refusal", () => {
  it("of a label that the repository lacks says who can create one", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", "/kind nonsense bug");
    expect(issue.labels).toEqual(["kind/bug"]);
    expect(bot.said(issue)).toEqual([
      expect.stringMatching(/^@otto: I cannot add `kind\/nonsense`.*Somebody who can write to it can/),
    ]);
    expect(bot.repo.labels).not.toContain("kind/nonsense");
  });

  it("of a removal says what was not set", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", "/remove-kind bug");
    expect(bot.said(issue)).toEqual([
      expect.stringMatching(/^@otto: There is nothing to remove: `kind\/bug` was not set/),
    ]);
  });

  it("of triage/accepted sends to the members", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", "/triage accepted");
    expect(bot.said(issue)).toEqual([
      expect.stringMatching(/^@otto: Only members of the organisation can add `triage\/accepted`/),
    ]);
    await bot.comments(issue, "mia", "/triage accepted");
    expect(issue.labels).toEqual(["triage/accepted"]);
  });

  it("of a restricted label names those who can, and they can", async () => {
    under(restricted);
    const issue = bot.issue();
    await bot.comments(issue, "colin", "/label cherry-pick");
    expect(issue.labels).toEqual([]);
    expect(bot.said(issue)).toEqual([
      expect.stringMatching(/^@colin: You cannot change `cherry-pick`.* Members of these teams can: `leads`\./),
    ]);
    await bot.comments(issue, "mia", "/label cherry-pick");
    expect(issue.labels).toEqual(["cherry-pick"]);
    await bot.comments(issue, "colin", "/remove-label cherry-pick");
    expect(issue.labels).toEqual(["cherry-pick"]);
    await bot.comments(issue, "rick", "/remove-label cherry-pick");
    expect(issue.labels).toEqual([]);
  });

  it("gives every reason in one comment", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", "/kind nonsense\n/remove-area api\n/triage accepted");
    expect(bot.said(issue)).toEqual([expect.stringMatching(/Only members.*I cannot add.*nothing to remove/s)]);
  });

  it.each([
    ["/kind @acme/everyone <img> `![x](https://evil.example)`"],
    ["/label @everyone"],
    ["/remove-area <!-- bowsprit:lgtm-removed -->"],
  ])("of %j says nothing that acts", async (text) => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", `${text}\n${HOSTILE}`);
    expect(bot.said(issue)).toHaveLength(1);
    expectInert(bot.said(issue)[0] ?? "", "otto");
  });
});

it("a label that assigns people does, on pull requests", async () => {
  under({
    restricted_labels: {
      "*": [{ label: "approved-for-release", allowed_users: ["rick"], assign_on: [{ label: "cherry-pick" }] }],
    },
  });
  const [pr, issue] = [bot.pull(), bot.issue()];
  await bot.does("boss", (person) => person.addLabels(pr, "cherry-pick"));
  expect(pr.assignees).toEqual(["rick"]);
  expect(bot.requests()).toEqual({ "POST …/assignees": 1 });
  await bot.does("boss", (person) => person.addLabels(issue, "cherry-pick"));
  expect([issue.assignees, bot.requests()]).toEqual([[], {}]);
});

describeObedience(bot, { text: "/kind bug", by: "otto", subject: () => bot.issue() });

describe("requests", () => {
  it.each([
    ["/kind bug feature\n/area api", {}, { "POST …/labels": 1 }],
    ["/triage accepted", {}, { "POST …/comments": 1 }],
    ["/remove-kind bug", { labels: ["kind/bug", "kind/feature"] }, { "DELETE …/labels/{name}": 1 }],
    ["It is a bug.", {}, {}],
  ])("%s on %j", async (text, options, requests) => {
    await bot.warm(
      () => bot.issue(options),
      (issue) => bot.comments(issue, "otto", text),
    );
    expect(bot.requests()).toEqual(requests);
  });
});
