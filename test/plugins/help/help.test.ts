import { describe, expect, it } from "vitest";
import { help } from "../../../src/plugins/help/plugin.ts";
import { BOT } from "../support/fake-github.ts";
import { say } from "../support/say.ts";

const HELP = "help wanted";
const FIRST = "good first issue";

function comment(id: number, login: string, body: string) {
  const type = login === BOT ? ("Bot" as const) : ("User" as const);
  return { id, author: { login, type }, body, createdAt: "", updatedAt: "", url: "" };
}

describe("the first action that applies", () => {
  it.each([
    ["/help", [], [HELP]],
    ["/HELP", [], [HELP]],
    ["/good-first-issue", [], [FIRST, HELP]],
    ["/good-first-issue", [HELP], [HELP, FIRST]],
    ["/remove-help", [HELP], []],
    ["/remove-help", [HELP, FIRST], []],
    ["/remove-good-first-issue", [HELP, FIRST], [HELP]],
    ["/help\n/good-first-issue", [], [FIRST, HELP]],
    ["/remove-help\n/good-first-issue", [HELP], []],
    ["/remove-good-first-issue\n/help", [FIRST], [FIRST, HELP]],
    ["/help", ["Help Wanted"], ["Help Wanted"]],
    ["/help me", [], []],
  ])("%j with %j", async (body, labels, after) => {
    const { state } = await say(help, { by: "otto", body }, { labels });
    expect(state.labels).toEqual(after);
  });

  it("reacts when nothing is left to do", async () => {
    const { reaction, calls, replies } = await say(help, { by: "otto", body: "/remove-help" });
    expect([reaction, calls, replies]).toEqual(["+1", [], []]);
  });

  it.each([
    ["on a pull request", { on: "pull" as const }, {}],
    ["on a closed issue", {}, { state: "closed" as const }],
  ])("is nothing %s", async (_, where, world) => {
    const { state, replies } = await say(help, { by: "otto", body: "/help", ...where }, world);
    expect([state.labels, replies]).toEqual([[], []]);
  });
});

describe("what is said", () => {
  const section = { help_guidelines_url: "https://example.org/help", help_guidelines_summary: "Be kind." };

  it("explains help wanted with the configured guidelines and the way back", async () => {
    const { replies } = await say(help, { by: "otto", body: "/help", section });
    expect(replies).toHaveLength(1);
    for (const part of ["Be kind.", "(https://example.org/help)", "`/remove-help`"]) expect(replies[0]).toContain(part);
  });

  it("links to the part about newcomers for a good first issue", async () => {
    const { replies } = await say(help, { by: "otto", body: "/good-first-issue", section });
    expect(replies[0]).toContain("(https://example.org/help#good-first-issue)");
    expect(replies[0]).toContain("`/remove-good-first-issue`");
  });

  it("falls back on Prow's guidelines", async () => {
    const { replies } = await say(help, { by: "otto", body: "/help", section: { help_guidelines_url: "" } });
    expect(replies[0]).toContain("(https://git.k8s.io/community/contributors/guide/help-wanted.md)");
  });

  it("is taken away with the label: its own and Prow's, of the bot alone, and not where it is only quoted", async () => {
    const own = (await say(help, { by: "otto", body: "/help" })).replies[0] ?? "";
    const first = (await say(help, { by: "otto", body: "/good-first-issue" })).replies[0] ?? "";
    const prow = "@otto: \n\tThis request has been marked as needing help from a contributor.\n\n<details>";
    const comments = [
      comment(1, BOT, `@otto: ${own}`),
      comment(2, BOT, prow),
      comment(3, "otto", own),
      comment(4, BOT, `@otto: Something else.\n\n<details>\n\n> ${own}`),
      comment(5, BOT, `@otto: ${first}`),
    ];
    const both = await say(help, { by: "otto", body: "/remove-help" }, { labels: [HELP, FIRST], comments });
    expect(both.state.comments.map(({ id }) => id)).toEqual([3, 4]);
    const one = await say(help, { by: "otto", body: "/remove-help" }, { labels: [HELP], comments });
    expect(one.state.comments.map(({ id }) => id)).toEqual([3, 4, 5]);
    const rest = await say(help, { by: "otto", body: "/remove-good-first-issue" }, { labels: [FIRST], comments });
    expect(rest.state.comments.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  });
});
