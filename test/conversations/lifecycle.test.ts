import { describe, expect, it } from "vitest";
import { lifecycle } from "../../src/plugins/lifecycle/plugin.ts";
import { startConversation } from "../support/conversation.ts";
import { describeObedience } from "../support/describe-obedience.ts";
import { firstExample } from "../support/first-example.ts";
import { expectInert, HOSTILE } from "../support/inert.ts";

const bot = await startConversation({ plugins: ["lifecycle"] });

describe(firstExample(lifecycle), () => {
  it.each(["alice", "rick", "mia"])("opens a closed issue again for %s", async (login) => {
    const issue = bot.issue({ author: "alice", state: "closed" });
    await bot.comments(issue, login, firstExample(lifecycle));
    expect(issue.state).toBe("open");
    expect(bot.said(issue)).toEqual([expect.stringMatching(new RegExp(`^@${login}: Reopened this issue`))]);
  });

  it("tells what GitHub says when it refuses", async () => {
    const pr = bot.pull({ state: "closed" });
    bot.repo.record.refs.delete(`refs/heads/${pr.headRef}`);
    await bot.comments(pr, "alice", "/reopen");
    expect(pr.state).toBe("closed");
    expect(bot.said(pr)).toEqual([expect.stringMatching(/^@alice: GitHub did not let me reopen this: `/)]);
  });

  it("does nothing where it is open", async () => {
    await bot.comments(bot.issue(), "alice", "/reopen");
    expect(bot.requests()).toEqual({});
  });
});

describe("/close", () => {
  it.each([
    ["/close", "completed", "Closed this issue, as you asked."],
    ["/close not-planned", "not_planned", "Closed this issue as not planned"],
    ["/CLOSE Not-Planned", "not_planned", "Closed this issue as not planned"],
  ])("%s closes as %s", async (text, reason, words) => {
    const issue = bot.issue();
    await bot.comments(issue, "rick", text);
    expect([issue.state, issue.reason]).toEqual(["closed", reason]);
    expect(bot.said(issue)).toEqual([expect.stringContaining(words)]);
  });

  it("closes a pull request", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "alice", "/close");
    expect(pr.state).toBe("closed");
    expect(bot.said(pr)).toEqual([expect.stringContaining("Closed this pull request")]);
  });

  it.each(["lifecycle/stale", "lifecycle/rotten"])("works for anyone under %s", async (label) => {
    const issue = bot.issue({ labels: [label] });
    await bot.comments(issue, "otto", "/close");
    expect(issue.state).toBe("closed");
  });

  it("does nothing where it is closed", async () => {
    await bot.comments(bot.issue({ state: "closed" }), "alice", "/close");
    expect(bot.requests()).toEqual({});
  });
});

describe("a refusal says who can", () => {
  it("close", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", `/close\n${HOSTILE}`);
    expect(issue.state).toBe("open");
    expect(bot.said(issue)).toEqual([expect.stringMatching(/^@otto: Only the author and collaborators .*anyone can/)]);
    expectInert(bot.said(issue)[0] ?? "", "otto");
  });

  it("reopen", async () => {
    const issue = bot.issue({ state: "closed" });
    await bot.comments(issue, "otto", "/reopen");
    expect(issue.state).toBe("closed");
    expect(bot.said(issue)).toEqual([expect.stringMatching(/^@otto: Only the author and collaborators .*can reopen/)]);
  });

  it("give a reason, which pull requests have none of", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "alice", "/close not-planned");
    expect(pr.state).toBe("open");
    expect(bot.said(pr)).toEqual([expect.stringContaining("`/close` alone closes it")]);
  });

  it("freeze, which is for issues", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "rick", "/lifecycle frozen");
    expect(pr.labels).toEqual([]);
    expect(bot.said(pr)).toEqual([
      expect.stringMatching(/^@rick: `lifecycle\/frozen` is for issues only.*Anyone can set/),
    ]);
  });
});

describe("/lifecycle", () => {
  it.each([
    ["/lifecycle stale", [], ["lifecycle/stale"]],
    ["/lifecycle frozen", ["lifecycle/stale"], ["lifecycle/frozen"]],
    ["/remove-lifecycle stale", ["lifecycle/stale", "lgtm"], ["lgtm"]],
    ["/lifecycle stale\n/remove-lifecycle stale", [], []],
    ["/lifecycle sleepy", [], []],
  ])("%j on %j leaves %j", async (text, before, after) => {
    const issue = bot.issue({ labels: before });
    await bot.comments(issue, "otto", text);
    expect(issue.labels).toEqual(after);
  });

  it("gets a thumb when there is nothing to change", async () => {
    const issue = bot.issue({ labels: ["lifecycle/frozen"] });
    await bot.comments(issue, "otto", "/lifecycle frozen");
    expect(issue.reactions).toEqual(["+1"]);
  });
});

describeObedience(bot, { text: "/close", by: "rick", subject: () => bot.issue() });

describe("requests", () => {
  const said = { "POST …/comments": 1 };

  it.each([
    ["rick", "/close", {}, { "PATCH …": 1, ...said }],
    ["alice", "/reopen", { state: "closed" }, { "PATCH …": 1, ...said }],
    ["otto", "/close", {}, said],
    ["otto", "/lifecycle stale", { labels: ["lifecycle/rotten"] }, { "DELETE …/labels/{name}": 1, "POST …/labels": 1 }],
    ["otto", "/remove-lifecycle stale", { labels: ["lifecycle/stale"] }, { "DELETE …/labels/{name}": 1 }],
    ["otto", "Can this be closed?", {}, {}],
  ] as const)("%s: %s on %j", async (login, text, options, requests) => {
    await bot.warm(
      () => bot.issue(options),
      (issue) => bot.comments(issue, login, text),
    );
    expect(bot.requests()).toEqual(requests);
  });
});
