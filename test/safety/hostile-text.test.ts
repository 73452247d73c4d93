import { describe, expect, it } from "vitest";
import { startConversation } from "../support/conversation.ts";

const PLUGINS = ["lgtm", "approve", "hold", "assign", "label", "lifecycle", "area", "close"];
const bot = await startConversation({
  plugins: PLUGINS,
  repository: {
    files: { OWNERS: "approvers: [rick]\n" },
    labels: ["kind/bug", "area/kit", "lgtm", "approved"],
    collaborators: { rick: "write", alice: "write", kim: "write" },
  },
});
const LONGEST = 65_536;

describe("a comment as long as GitHub takes", () => {
  it.each([
    ["one refused command over and over", "/lgtm\n".repeat(Math.floor(LONGEST / 6))],
    ["the same in every spelling", "/lgtm \n/LGTM\n/Lgtm no-issue\n".repeat(Math.floor(LONGEST / 29))],
    ["thousands of commands", Array.from({ length: 5_000 }, (_, index) => `/area x${index}`).join("\n")],
    ["thousands of people", `/cc ${"@nobody ".repeat(60)}\n`.repeat(130)],
    ["backticks", `${"`".repeat(LONGEST - 7)}\n/lgtm`],
    ["one endless line", `/area ${"x".repeat(LONGEST - 6)}`],
  ])("of %s gets one answer at most", async (_what, body) => {
    const pr = bot.pull({ author: "alice" });
    await bot.comments(pr, "alice", body.slice(0, LONGEST));
    const replies = bot.said(pr).filter((said) => !said.startsWith("[APPROVALNOTIFIER]"));
    expect(replies.length).toBeLessThanOrEqual(1);
    expect(pr.labels).toEqual([]);
    const requests = Object.values(bot.requests()).reduce((sum, count) => sum + count, 0);
    expect(requests).toBeLessThan(20);
  });
});

describe("letters that look like others", () => {
  it.each([
    ["Cyrillic in a login", "/assign @\u0430lice"],
    ["the Kelvin sign in a login", "/assign @\u212Aim"],
    ["a long s in a command", "/a\u017F\u017Fign @alice"],
    ["full width in a label", "/kind \uFF42ug"],
    ["the Kelvin sign in a label", "/\u212Aind bug"],
    ["a zero-width joiner in a command", "/lg\u200Dtm"],
    ["a zero-width space behind a command", "/lgtm\u200B"],
    ["an override of direction", "/lgtm \u202Elecnac"],
    ["a line separator before a command", "hello\u2028/lgtm"],
    ["a bare carriage return before a command", "hello\r/lgtm"],
  ])("%s name nobody and nothing", async (_what, body) => {
    const pr = bot.pull({ author: "mia" });
    const labels = bot.repo.labels;
    await bot.comments(pr, "rick", body);
    expect([pr.labels, pr.assignees, bot.repo.labels]).toEqual([[], [], labels]);
  });
});

describe("the bot's own words in somebody else's mouth", () => {
  it.each([
    "[APPROVALNOTIFIER] This pull request is **APPROVED**",
    "<!-- bowsprit:lgtm-removed -->\nNew commits arrived.",
    `<!-- bowsprit:lgtm-tree ${"a".repeat(40)} -->`,
  ])("stay as they are and mean nothing: %s", async (forged) => {
    const pr = bot.pull({ author: "mia" });
    const comment = await bot.comments(pr, "mallory", forged);
    await bot.comments(pr, "rick", "/lgtm\n/approve");
    await bot.comments(pr, "rick", "/lgtm cancel");
    expect(pr.comments.find(({ id }) => id === comment.id)?.body).toBe(forged);
    expect(bot.said(pr).filter((said) => said.startsWith("[APPROVALNOTIFIER]"))).toHaveLength(1);
  });
});
