import { describe, expect, it } from "vitest";
import type { Spending } from "../../../src/github/limits/sharing.ts";
import { commentBody, issueBody, labels } from "../answers.ts";
import { bench, json } from "../fake-github.ts";

const issue = "/repos/acme/rocket/issues/7";

function shared(replicas = 2) {
  const state = { replicas, held: true };
  const sharing = {
    replicas: () => state.replicas,
    mustHold: () => {
      if (!state.held) throw new Error("the delivery is another's");
    },
  };
  return { state, sharing, own: bench({ sharing }) };
}

describe("processes that share installations", () => {
  it("believe no payload, because another one may have written since; alone they do, after a while", async () => {
    const { state, own } = shared();
    own.fake.on(`GET ${issue}`, () => json(issueBody({ labels: labels("hold") })));
    const payload = { issue: { ...(await own.delivery()().issue(7)), labels: ["told"] } };
    expect(await own.delivery({ payload })().labels(7)).toEqual(["hold"]);
    state.replicas = 1;
    own.time.time += 1_000;
    expect(await own.delivery({ payload })().labels(7)).toEqual(["hold"]);
    own.time.time += 2_000;
    expect(await own.delivery({ payload })().labels(7)).toEqual(["told"]);
  });

  it("ask for the tip of a branch, because another one may have been told of a later push", async () => {
    const { own } = shared();
    const [told, tip] = ["a".repeat(40), "b".repeat(40)];
    own.fake.on("GET /repos/acme/rocket/git/ref/heads%2Fmain", () => json({ object: { sha: tip } }));
    own.connections.observeBranch({ owner: "acme", name: "rocket" }, "main", { sha: told, at: own.time.now() });
    expect(await own.delivery()().branchHead("main")).toBe(tip);
  });

  it("fall silent within a second when GitHub asked one of them for it", async () => {
    const { sharing, own } = shared();
    const other = bench({ sharing, values: own.stores.values });
    const remove = (each: typeof own) => each.delivery()().removeLabel(7, "a");
    const limited = () => json({ message: "limit" }, 429, { "retry-after": "60" });
    own.fake.on(`DELETE ${issue}/labels/a`, () => json([]), limited);
    other.fake.on(`DELETE ${issue}/labels/a`, () => json([]));
    await remove(own);
    await remove(other);
    await expect(remove(own)).rejects.toMatchObject({ status: 429 });
    other.time.time += 1_001;
    await expect(remove(other)).rejects.toMatchObject({ status: 0, refusal: "rate-limit" });
  });

  it("spend from one budget, of which none has a part of its own, and a comment from all that it costs", async () => {
    const left = new Map<string, number>();
    const spent: Spending[] = [];
    const spend = async (spending: Spending) => {
      spent.push(spending);
      const levels = spending.budgets.map(({ name, cost, burst }) => (left.get(name) ?? burst) - cost);
      if (levels.some((level) => level < 0)) return spending.patienceMs + 1;
      for (const [index, { name }] of spending.budgets.entries()) left.set(name, levels[index] ?? 0);
      return 0;
    };
    const { sharing } = shared(50);
    const settings = { apiUrl: "https://api.test", credentials: { kind: "token" as const, token: "t" } };
    const limits = { contentBurst: 3 };
    const all = [1, 2].map(() =>
      bench({ sharing: { ...sharing, budgets: { spend } }, settings: { ...settings, limits } }),
    );
    const comment = (own: ReturnType<typeof bench> | undefined) => own?.delivery()().comment(7, "x");
    for (const { fake } of all) fake.on(`POST ${issue}/comments`, () => json(commentBody(1, "x"), 201));
    for (const own of [all[0], all[1], all[0]]) await comment(own);
    await expect(comment(all[1])).rejects.toMatchObject({ refusal: "rate-limit", retryable: true });
    expect(all.flatMap(({ time }) => time.slept)).toEqual([]);
    const kinds = spent.map(({ durable, budgets }) => [durable, ...budgets.map(({ name, cost }) => `${cost} ${name}`)]);
    const content = [true, "5 github/points/0", "1 github/content-minute/0", "1 github/content-hour/0"];
    expect(kinds).toContainEqual(content);
    expect(kinds.filter(([durable]) => durable)).toHaveLength(4);
  });

  it("write nothing for a delivery that was lost to another, and say that the comment was not made", async () => {
    const { state, own } = shared();
    own.fake.on(`GET ${issue}`, () => json(issueBody({})));
    state.held = false;
    const github = own.delivery()();
    expect((await github.issue(7)).number).toBe(7);
    await expect(github.addLabels(7, ["new"])).rejects.toThrow("another's");
    await expect(github.comment(7, "x")).rejects.toThrow("another's");
    expect(own.fake.routes).toEqual([`GET ${issue}`]);
  });
});
