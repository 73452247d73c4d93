import { describe, expect, it } from "vitest";
import { createThreadBudget } from "../../../src/bot/steps/thread-budget.ts";
import { definePlugin } from "../../../src/plugin-kit/define-plugin.ts";
import { fakeBot, NOW, valuesOf } from "../fake-bot.ts";
import { comment } from "../payloads.ts";

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
  it("counts a comment once, however often its step runs", async () => {
    const budget = createThreadBudget(valuesOf(new Map()), { now: () => 0 });
    for (let run = 0; run < 50; run += 1) expect((await budget.ask("t", "same")).allowed).toBe(true);
    for (let one = 1; one < 20; one += 1) expect((await budget.ask("t", `${one}`)).allowed).toBe(true);
    expect(await budget.ask("t", "20")).toEqual({ allowed: false, first: true });
    expect(await budget.ask("t", "21")).toEqual({ allowed: false, first: false });
    expect((await budget.ask("t", "same")).allowed).toBe(true);
    expect((await budget.ask("other", "20")).allowed).toBe(true);
  });

  it("comes back with the hour", async () => {
    let now = 0;
    const budget = createThreadBudget(valuesOf(new Map()), { now: () => now });
    for (let one = 0; one < 20; one += 1) await budget.ask("t", `${one}`);
    now = 3_599_999;
    expect((await budget.ask("t", "x")).allowed).toBe(false);
    now = 3_600_000;
    expect((await budget.ask("t", "x")).allowed).toBe(true);
  });

  it("holds over a restart, and between replicas", async () => {
    const kept = new Map<string, string>();
    const budgets = [1, 2].map(() => createThreadBudget(valuesOf(kept), { now: () => 0 }));
    for (let one = 0; one < 20; one += 1) {
      expect((await budgets[one % 2]?.ask("t", `${one}`))?.allowed).toBe(true);
    }
    const restarted = createThreadBudget(valuesOf(kept), { now: () => 0 });
    expect((await restarted.ask("t", "7")).allowed).toBe(true);
    expect(await restarted.ask("t", "20")).toEqual({ allowed: false, first: true });
    const again = createThreadBudget(valuesOf(kept), { now: () => 0 });
    expect(await again.ask("t", "21")).toEqual({ allowed: false, first: false });
  });

  it("counts those who ask at once one by one", async () => {
    const budget = createThreadBudget(valuesOf(new Map()), { now: () => 0 });
    const asked = Array.from({ length: 30 }, (_, one) => budget.ask("t", `${one}`));
    const verdicts = await Promise.all(asked);
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(20);
    expect(verdicts.filter(({ first }) => first)).toHaveLength(1);
  });

  it("is forgotten with the hour, and is no obstacle when nobody can read it", async () => {
    const until: (number | undefined)[] = [];
    const values = {
      get: async () => "{nonsense",
      set: async (_k: string, _v: string, at?: number) => void until.push(at),
    };
    const budget = createThreadBudget(values, { now: () => 5 });
    expect(await budget.ask("t", "x")).toEqual({ allowed: true, first: false });
    expect(until).toEqual([3_600_005]);
  });

  it("is not used up by a store that cannot be written", async () => {
    const values = { get: async () => undefined, set: () => Promise.reject(new Error("disk full")) };
    const budget = createThreadBudget(values, { now: () => 0 });
    expect((await budget.ask("t", "x")).allowed).toBe(true);
    expect((await budget.ask("t", "y")).allowed).toBe(true);
  });
});
