import { describe, expect, it } from "vitest";
import { createThreadBudget } from "../../src/bot/thread-budget.ts";
import { definePlugin } from "../../src/plugin-kit/define-plugin.ts";
import { fakeBot, NOW } from "./fake-bot.ts";
import { comment } from "./payloads.ts";

const answersAll = definePlugin({
  name: "chatty",
  summary: "Answers everything.",
  needs: {},
  on: {
    "issue_comment.created": async ({ github, payload }) => {
      await github.comment(payload.issue.number, `/lgtm\nYou said ${payload.comment.body.length} characters.\n/hold`);
      await github.react({ kind: "comment", id: payload.comment.id }, "eyes");
    },
  },
});

/** Two bots, each of which obeys the other and answers everything, until nobody says anything any more. */
async function converse(clock: { now(): number }) {
  const names = ["one[bot]", "two[bot]"];
  const obeyedBots = new Set(names);
  const bots = names.map((name) =>
    fakeBot([answersAll], { obeyedBots, clock, answers: { botLogin: async () => name } }),
  );
  let speaker = 0;
  const said: string[] = [];
  for (let heard = "hello"; heard !== undefined && said.length < 1_000; speaker = 1 - speaker) {
    const listener = bots[1 - speaker];
    const before = listener?.comments().length ?? 0;
    await listener?.receives(
      "issue_comment",
      comment(heard, { by: names[speaker] ?? "", type: "Bot", at: new Date(NOW + said.length * 1_000).toISOString() }),
      { guid: `${said.length}` },
    );
    const answer = listener?.comments()[before];
    if (answer === undefined) break;
    heard = answer;
    said.push(answer);
  }
  return { said, bots };
}

describe("two bots that answer each other", () => {
  it("fall silent after twenty comments each, say so once in the log, and go on to react", async () => {
    const { said, bots } = await converse({ now: () => NOW });
    expect(said).toHaveLength(40);
    const [silent] = bots.filter((bot) => bot.logged.some(({ msg }) => String(msg).includes("silent on this thread")));
    await silent?.receives("issue_comment", comment("more"), { guid: "later" });
    expect(silent?.logged.filter(({ msg }) => String(msg).includes("silent"))).toHaveLength(1);
    expect(silent?.said.at(-1)?.verb).toBe("react");
  });

  it("never write a line that is a command", async () => {
    const { said } = await converse({ now: () => NOW });
    expect(said.filter((body) => /^\//m.test(body))).toEqual([]);
  });
});

describe("the budget of a thread", () => {
  it("counts a comment once, however often its step runs", () => {
    const budget = createThreadBudget({ now: () => 0 });
    for (let run = 0; run < 50; run += 1) expect(budget.ask("t", "same").allowed).toBe(true);
    for (let one = 1; one < 20; one += 1) expect(budget.ask("t", `${one}`).allowed).toBe(true);
    expect(budget.ask("t", "20")).toEqual({ allowed: false, first: true });
    expect(budget.ask("t", "21")).toEqual({ allowed: false, first: false });
    expect([budget.ask("t", "same").allowed, budget.ask("other", "20").allowed]).toEqual([true, true]);
  });

  it("comes back with the hour", () => {
    let now = 0;
    const budget = createThreadBudget({ now: () => now });
    for (let one = 0; one < 20; one += 1) budget.ask("t", `${one}`);
    now = 3_599_999;
    expect(budget.ask("t", "x").allowed).toBe(false);
    now = 3_600_000;
    expect(budget.ask("t", "x").allowed).toBe(true);
  });

  it("does not grow without end", () => {
    const budget = createThreadBudget({ now: () => 0 });
    for (let one = 0; one < 20; one += 1) budget.ask("first", `${one}`);
    for (let thread = 0; thread < 10_000; thread += 1) budget.ask(`${thread}`, "x");
    expect(budget.ask("first", "20").allowed).toBe(true);
  });
});
