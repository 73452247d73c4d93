import { describe, expect, it } from "vitest";
import { startConversation } from "../support/conversation.ts";
import { expectInert, HOSTILE } from "../support/inert.ts";

const bot = await startConversation({ plugins: ["lgtm", "hold", "label"] });

describe("a command that is nearly one", () => {
  it.each([
    ["alice", "the author"],
    ["mia", "a member"],
  ])("is pointed out to %s, %s", async (login) => {
    const pr = bot.pull({ author: "alice" });
    await bot.comments(pr, login, "/lgmt");
    expect(pr.labels).toEqual([]);
    expect(bot.said(pr)).toEqual([
      expect.stringMatching(new RegExp(`^@${login}: I do not know \`/lgmt\`. Did you mean \`/lgtm\`\\?`)),
    ]);
  });

  it("is passed over in silence for a stranger", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "otto", "/lgmt");
    expect(bot.said(pr)).toEqual([]);
  });

  it.each([
    ["/hodl until Monday", "hold"],
    ["Fine.\n/LGTMM", "lgtm"],
    ["/prioritty high", "priority"],
  ])("%j is /%s", async (text, meant) => {
    const pr = bot.pull();
    await bot.comments(pr, "alice", text);
    expect(bot.said(pr)).toEqual([expect.stringContaining(`Did you mean \`/${meant}\`?`)]);
  });

  it.each([
    ["far from all", "/deploy"],
    ["a path", "/etc/hosts is wrong"],
    ["a command of a plugin that is not enabled", "/approve"],
    ["in a sentence", "Try /lgmt"],
    ["in a quote", "> /lgmt"],
    ["in code", "```\n/lgmt\n```"],
  ])("%s, it is left alone", async (_what, text) => {
    const pr = bot.pull();
    await bot.comments(pr, "alice", text);
    expect([bot.said(pr), bot.requests()]).toEqual([[], {}]);
  });

  it("is pointed out once a comment, beside what the comment does", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "alice", "/hold\n/lgmt\n/hodl");
    expect(pr.labels).toEqual(["do-not-merge/hold"]);
    expect(bot.said(pr)).toHaveLength(1);
  });

  it("is not pointed out after an edit, nor to a bot", async () => {
    bot.sandbox.world.account("helper[bot]", "Bot");
    const pr = bot.pull({ author: "helper[bot]" });
    await bot.comments(pr, "helper[bot]", "/lgmt");
    const comment = await bot.comments(pr, "mia", "Hm.");
    await bot.edits(comment, "mia", "/lgmt");
    expect(bot.said(pr)).toEqual([]);
  });

  it("is repeated without acting", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "alice", `/lgmt\n${HOSTILE}`);
    expectInert(bot.said(pr)[0] ?? "", "alice");
  });
});

describe("the configuration", () => {
  it("can turn it off", async () => {
    bot.repository({ config: { bowsprit: { suggest_commands: false } } });
    const pr = bot.pull();
    await bot.comments(pr, "alice", "/lgmt");
    expect([bot.said(pr), bot.requests()]).toEqual([[], {}]);
  });

  it("can name commands of others", async () => {
    bot.repository({ config: { bowsprit: { ignored_commands: ["lgmt"] } } });
    const pr = bot.pull();
    await bot.comments(pr, "alice", "/lgmt");
    expect([bot.said(pr), bot.requests()]).toEqual([[], {}]);
  });
});

it.each([
  ["alice", { "POST …/comments": 1 }],
  ["mia", { "POST …/comments": 1 }],
  ["otto", {}],
])("requests for %s", async (login, requests) => {
  await bot.warm(
    () => bot.pull({ author: "alice" }),
    (pr) => bot.comments(pr, login, "/lgmt"),
  );
  expect(bot.requests()).toEqual(requests);
});
