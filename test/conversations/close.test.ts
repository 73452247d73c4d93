import { describe, expect, it } from "vitest";
import { close } from "../../src/plugins/close/plugin.ts";
import { startConversation } from "../support/conversation.ts";
import { describeObedience } from "../support/describe-obedience.ts";
import { firstExample } from "../support/first-example.ts";
import { expectInert, HOSTILE } from "../support/inert.ts";

const bot = await startConversation({
  plugins: ["close"],
  repository: { labels: ["triage/accepted", "lifecycle/stale"] },
});
const under = (reasons: object) => bot.repository({ config: { close: [{ repos: ["acme"], reasons }] } });

describe(firstExample(close), () => {
  it.each(["alice", "rick"])("opens a closed issue again for %s", async (login) => {
    const issue = bot.issue({ author: "alice", state: "closed" });
    await bot.comments(issue, login, firstExample(close));
    expect(issue.state).toBe("open");
    expect(bot.said(issue)).toEqual([expect.stringContaining("Reopened this issue, as you asked.")]);
  });
});

describe("/close", () => {
  it.each([
    ["/close", "completed", "Closed this issue, as you asked."],
    ["/close completed", "completed", "Closed this issue, as you asked."],
    ["/close not-planned", "not_planned", "Closed this issue as not planned, as you asked."],
    ["/close duplicate", "duplicate", "Closed this issue as a duplicate, as you asked."],
    ["/close duplicate #12", "duplicate", "Closed this issue as a duplicate of #12, as you asked."],
    ["/close\n/close not-planned", "not_planned", "Closed this issue as not planned, as you asked."],
  ])("%j closes as %s", async (text, reason, words) => {
    const issue = bot.issue();
    await bot.comments(issue, "rick", text);
    expect([issue.state, issue.reason]).toEqual(["closed", reason]);
    expect(bot.said(issue)).toEqual([expect.stringContaining(words)]);
  });

  it("closes a pull request, without labels or reasons", async () => {
    const pr = bot.pull({ labels: ["lgtm"] });
    await bot.comments(pr, "alice", "/close");
    expect([pr.state, pr.labels]).toEqual(["closed", ["lgtm"]]);
  });

  it("works for anyone once it is stale", async () => {
    const issue = bot.issue({ labels: ["lifecycle/stale"] });
    await bot.comments(issue, "otto", "/close");
    expect(issue.state).toBe("closed");
  });

  it.each(["/close it", "/close duplicate #", "/close duplicate 12"])("%j is no such command", async (text) => {
    await bot.comments(bot.issue(), "rick", text);
    expect(bot.requests()).toEqual({});
  });

  it("does nothing where it is closed", async () => {
    await bot.comments(bot.issue({ state: "closed" }), "alice", "/close");
    expect(bot.requests()).toEqual({});
  });
});

describe("a reason can bring a comment and labels", () => {
  it.each([
    ["completed", "/close"],
    ["not-planned", "/close not-planned"],
    ["duplicate", "/close duplicate"],
  ])("%s", async (reason, text) => {
    under({ [reason]: { comment: "Thank you for the report.", labels: ["triage/accepted"] } });
    const issue = bot.issue();
    await bot.comments(issue, "rick", text);
    expect([issue.state, issue.labels]).toEqual(["closed", ["triage/accepted"]]);
    expect(bot.said(issue)).toEqual([expect.stringMatching(/Closed this issue.*\n\nThank you for the report\./)]);
  });

  it("but not another's", async () => {
    under({ "not-planned": { comment: "Not here.", labels: ["triage/accepted"] } });
    const issue = bot.issue();
    await bot.comments(issue, "rick", "/close");
    expect(issue.labels).toEqual([]);
    expect(bot.said(issue)).not.toEqual([expect.stringContaining("Not here.")]);
  });

  it("and says which of its labels the repository lacks", async () => {
    under({ completed: { labels: ["no-such", "triage/accepted"] } });
    const issue = bot.issue();
    await bot.comments(issue, "rick", "/close");
    expect([issue.state, issue.labels]).toEqual(["closed", ["triage/accepted"]]);
    expect(bot.said(issue)).toEqual([expect.stringContaining("I was to add `no-such` too")]);
    expect(bot.repo.labels).not.toContain("no-such");
  });
});

describe("a refusal says who can", () => {
  it("close", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", `/close not-planned\n${HOSTILE}`);
    expect(issue.state).toBe("open");
    expect(bot.said(issue)).toEqual([expect.stringMatching(/^@otto: Only the author and collaborators .*anyone can/)]);
    expectInert(bot.said(issue)[0] ?? "", "otto");
  });

  it("reopen", async () => {
    const issue = bot.issue({ state: "closed" });
    await bot.comments(issue, "otto", "/reopen");
    expect(issue.state).toBe("closed");
    expect(bot.said(issue)).toEqual([expect.stringMatching(/^@otto: Only the author and collaborators/)]);
  });

  it.each(["not-planned", "duplicate"])("and that a pull request is not closed as %s", async (reason) => {
    const pr = bot.pull();
    await bot.comments(pr, "alice", `/close ${reason}`);
    expect(pr.state).toBe("open");
    expect(bot.said(pr)).toEqual([expect.stringContaining("`/close` alone closes it")]);
  });
});

describeObedience(bot, { text: "/close", by: "rick", subject: () => bot.issue() });

describe("requests", () => {
  const said = { "POST …/comments": 1 };

  it.each([
    ["rick", "/close", {}, { "PATCH …": 1, ...said }],
    ["rick", "/reopen", { state: "closed" }, { "PATCH …": 1, ...said }],
    ["otto", "/close", {}, said],
    ["otto", "Please close it.", {}, {}],
  ] as const)("%s: %s on %j", async (login, text, options, requests) => {
    await bot.warm(
      () => bot.issue(options),
      (issue) => bot.comments(issue, login, text),
    );
    expect(bot.requests()).toEqual(requests);
  });

  it("closing with labels", async () => {
    under({ completed: { comment: "Thank you.", labels: ["triage/accepted"] } });
    await bot.warm(
      () => bot.issue(),
      (issue) => bot.comments(issue, "rick", "/close"),
    );
    expect(bot.requests()).toEqual({ "PATCH …": 1, "POST …/labels": 1, ...said });
  });
});
