import { describe, expect, it } from "vitest";
import { help } from "../../src/plugins/help/plugin.ts";
import { startConversation } from "../support/conversation.ts";
import { describeObedience } from "../support/describe-obedience.ts";
import { firstExample } from "../support/first-example.ts";
import { expectInert, HOSTILE } from "../support/inert.ts";

const HELP = "help wanted";
const FIRST = "good first issue";

const bot = await startConversation({ plugins: ["help"], repository: { labels: [HELP, FIRST] } });

describe(firstExample(help), () => {
  it("marks an issue as open for anyone, with a word about it", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", firstExample(help));
    expect(issue.labels).toEqual([HELP]);
    expect(bot.said(issue)).toEqual([expect.stringMatching(/^@otto: This issue is open for anyone.*`\/remove-help`/s)]);
  });

  it("is taken back with /remove-help, and so is the word", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", "/help");
    await bot.comments(issue, "rick", "/remove-help");
    expect([issue.labels, bot.said(issue)]).toEqual([[], []]);
  });

  it("gets a thumb when it is so already", async () => {
    const issue = bot.issue({ labels: [HELP] });
    await bot.comments(issue, "otto", "/help");
    expect([issue.reactions, bot.said(issue)]).toEqual([["+1"], []]);
  });

  it.each(["a pull request", "a closed issue"])("does nothing on %s", async (what) => {
    const subject = what === "a pull request" ? bot.pull() : bot.issue({ state: "closed" });
    await bot.comments(subject, "rick", "/help");
    expect(bot.requests()).toEqual({});
  });

  it.each(["/help me", "/help wanted"])("%j is no such command", async (text) => {
    await bot.comments(bot.issue(), "rick", text);
    expect(bot.requests()).toEqual({});
  });
});

describe("/good-first-issue", () => {
  it("marks it for newcomers and anyone", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", "/good-first-issue");
    expect(issue.labels.toSorted()).toEqual([FIRST, HELP]);
    expect(bot.said(issue)).toEqual([expect.stringMatching(/^@otto: This issue is a good start for newcomers/)]);
  });

  it("goes alone with /remove-good-first-issue, and with help wanted under /remove-help", async () => {
    const [alone, both] = [bot.issue(), bot.issue()];
    for (const issue of [alone, both]) await bot.comments(issue, "otto", "/good-first-issue");
    await bot.comments(alone, "otto", "/remove-good-first-issue");
    expect([alone.labels, bot.said(alone)]).toEqual([[HELP], []]);
    await bot.comments(both, "otto", "/remove-help");
    expect([both.labels, bot.said(both)]).toEqual([[], []]);
  });
});

it("leaves the comments of others", async () => {
  const issue = bot.issue();
  await bot.comments(issue, "otto", "/help");
  await bot.comments(issue, "mia", bot.said(issue)[0] ?? "");
  await bot.comments(issue, "otto", "/remove-help");
  expect(issue.comments.map(({ user }) => user.login)).toEqual(["otto", "mia", "otto"]);
});

it("says what the project says of it, and links to its guidelines", async () => {
  bot.repository({
    config: {
      help: { help_guidelines_url: "https://example.org/help", help_guidelines_summary: "Say what to do first." },
    },
  });
  const issue = bot.issue();
  await bot.comments(issue, "otto", "/good-first-issue");
  expect(bot.said(issue)[0]).toContain("Say what to do first.");
  expect(bot.said(issue)[0]).toContain("(https://example.org/help#good-first-issue)");
});

it("repeats what was written without letting it act", async () => {
  const issue = bot.issue();
  await bot.comments(issue, "otto", `/help\n${HOSTILE}`);
  expectInert(bot.said(issue)[0]?.replace(/\[the guidelines\]\([^)]*\)/, "") ?? "", "otto");
});

describeObedience(bot, { text: "/help", by: "otto", subject: () => bot.issue() });

describe("requests", () => {
  it.each([
    ["/help", {}, { "POST …/labels": 1, "POST …/comments": 1 }],
    ["/good-first-issue", {}, { "POST …/labels": 1, "POST …/comments": 1 }],
    ["/remove-help", { labels: [HELP] }, { "DELETE …/labels/{name}": 1, "GET …/comments": 1 }],
    ["/remove-help", {}, { "POST repo/issues/comments/{comment_id}/reactions": 1 }],
    ["Help!", {}, {}],
  ])("%s on %j", async (text, options, requests) => {
    await bot.warm(
      () => bot.issue(options),
      (issue) => bot.comments(issue, "otto", text),
    );
    expect(bot.requests()).toEqual(requests);
  });
});
