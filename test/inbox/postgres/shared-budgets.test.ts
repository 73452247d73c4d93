import { describe, expect, it } from "vitest";
import type { Ask } from "../../../src/github/ask.ts";
import { defaultLimits } from "../../../src/github/limits/limit-settings.ts";
import { InstallationLimits } from "../../../src/github/limits/limits.ts";
import type { BudgetCost } from "../../../src/inbox/inbox.ts";
import type { OpenInbox } from "../../../src/inbox/open-inbox.ts";
import { openDatabase } from "../../../src/inbox/postgres/database.ts";
import { openPostgresInbox } from "../../../src/inbox/postgres/open-postgres-inbox.ts";
import { silentLogger } from "../../../src/log.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
import { newDatabase, opened, postgresForTests } from "../stores.ts";

const server = await postgresForTests();
/** So little that a slow test sees nothing of it. */
const trickle = 1e-9;

const cost = (name: string, changes: Partial<BudgetCost> = {}): BudgetCost => {
  return { name, cost: 1, burst: 20, perMs: trickle, ...changes };
};

function limitsOf(inbox: OpenInbox, tenant: string) {
  const settings = { ...defaultLimits, contentPerHour: 40, contentHourBurst: 20, patienceMs: 0 };
  const context = { clock: { now: Date.now }, sleep: async () => {}, log: silentLogger(), values: inbox.values };
  return new InstallationLimits(settings, { ...context, tenant, sharing: inbox });
}

const comment = { route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments" } as Ask;

describe.each(server === undefined ? [] : [server])("budgets that replicas share", (pg: PostgresServer) => {
  async function start(count: number, url: string) {
    return Promise.all(Array.from({ length: count }, () => opened((log) => openPostgresInbox({ url, log }))));
  }

  async function spend({ inbox }: { readonly inbox: OpenInbox }, ...budgets: readonly BudgetCost[]) {
    return inbox.budgets?.spend({ budgets, patienceMs: 0, durable: true });
  }

  it("let no more out than one process would, and the first command of a quiet hour at once, over restarts", async () => {
    const url = await newDatabase(pg);
    const lives = [await start(4, url)];
    const admitted = { crowd: 0, quiet: 0 };
    const ask = async ({ inbox }: { readonly inbox: OpenInbox }, tenant: "crowd" | "quiet") => {
      const limits = limitsOf(inbox, tenant);
      const turns = tenant === "crowd" ? 12 : 1;
      await Promise.allSettled(
        Array.from({ length: turns }, async () => {
          await limits.admit(comment);
          admitted[tenant]++;
          limits.release();
        }),
      );
    };
    await Promise.all(lives.flat().map((replica) => ask(replica, "crowd")));
    expect(admitted).toEqual({ crowd: 20, quiet: 0 });
    await Promise.all(lives.flat().map(({ inbox }) => inbox.drain({ graceMs: 0 })));
    lives.push(await start(3, url));
    await Promise.all((lives[1] ?? []).map((replica) => ask(replica, "crowd")));
    await Promise.all((lives[1] ?? []).map((replica) => ask(replica, "quiet")));
    expect(admitted).toEqual({ crowd: 20, quiet: 3 });
  });

  it("are spent from all at once or not at all", async () => {
    const [one, other] = await start(2, await newDatabase(pg));
    if (one === undefined || other === undefined) throw new Error("two were started");
    expect(await spend(one, cost("a", { cost: 20 }))).toBe(0);
    const [a, b] = [cost("a"), cost("b", { cost: 20 })];
    expect(await spend(other, b, a)).toBeGreaterThan(1_000_000);
    expect(await spend(other, b)).toBe(0);
    const both = await Promise.all([spend(one, a, cost("c")), spend(other, cost("c"), a)]);
    expect(both.every((wait) => Number(wait) > 1_000_000)).toBe(true);
    expect(await spend(one, cost("c", { cost: 20 }))).toBe(0);
  });

  it("flow in with the database's time, never past the burst, and are not held up when its clock goes back", async () => {
    const url = await newDatabase(pg);
    const [one] = await start(1, url);
    if (one === undefined) throw new Error("one was started");
    const database = openDatabase({ url, log: silentLogger(), connections: 1 });
    const pass = (ms: number) => database.query("update bowsprit.budget set at = at - $1", [ms]);
    await spend(one, cost("a", { cost: 20 }));
    await pass(5_000_000_000);
    expect(await spend(one, cost("a", { cost: 6 }))).toBeGreaterThan(0);
    expect(await spend(one, cost("a", { cost: 5 }))).toBe(0);
    await pass(1_000_000_000_000);
    expect(await spend(one, cost("a", { cost: 21 }))).toBeGreaterThan(0);
    expect(await spend(one, cost("a", { cost: 20 }))).toBe(0);
    await pass(-1_000_000_000_000);
    await spend(one, cost("a"));
    await pass(5_000_000_000);
    expect(await spend(one, cost("a", { cost: 5 }))).toBe(0);
    await database.close();
  });
});
