import { afterAll, describe, expect, it, vi } from "vitest";
import { openPostgresInbox } from "../../../src/inbox/postgres/open-postgres-inbox.ts";
import { startPooler } from "../../support/pooler.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
import { delivery } from "../rig.ts";
import { generousMs, newDatabase, opened, postgresForTests } from "../stores.ts";

const server = await postgresForTests();
/** Fewer than one replica would open by itself. */
const pooler = server && (await startPooler(server, 5));
afterAll(() => pooler?.stop());
const within = { timeout: generousMs, interval: 20 };

describe.each(server === undefined || pooler === undefined ? [] : [server])("replicas behind a pooler", (pg) => {
  async function replicas(postgres: PostgresServer) {
    const name = new URL(await newDatabase(postgres)).pathname.slice(1);
    const url = pooler?.url(name) ?? "";
    return [1, 2, 3].map(() => () => opened((log) => openPostgresInbox({ url, log, leaseMs: 3_000 })));
  }

  it("run everything once and in order, and share limits and parked groups", async () => {
    const all = await Promise.all((await replicas(pg)).map((open) => open()));
    const ran: string[] = [];
    const last = new Map<string, number>();
    for (const { inbox } of all) {
      inbox.start(async ({ guid, lane, id }, { finishStep }) => {
        expect(id).toBeGreaterThan(last.get(lane) ?? 0);
        last.set(lane, id);
        await inbox.effects.begin(guid);
        await finishStep("s");
        await inbox.effects.settle(guid, "done");
        ran.push(guid);
      });
    }
    const [first, second, third] = all;
    await Promise.all(
      Array.from({ length: 90 }, (_, n) => all[n % 3]?.inbox.put(delivery(`g${n}`, { lane: `l${n % 9}` }))),
    );
    await first?.inbox.idle();
    expect([ran.length, new Set(ran).size, await first?.inbox.dead(1)]).toEqual([90, 90, []]);
    await second?.inbox.parking?.park("a", "by hand");
    await third?.inbox.put(delivery("a1", { group: "a" }));
    await first?.inbox.idle();
    expect(ran).toHaveLength(90);
    await first?.inbox.parking?.resume("a");
    await vi.waitFor(() => expect(ran).toContain("a1"), within);
    const budgets = [{ name: "b", cost: 3, burst: 5, perMs: 1e-9 }];
    const waits = await Promise.all(
      all.map(({ inbox }) => inbox.budgets?.spend({ budgets, patienceMs: 0, durable: false })),
    );
    expect(waits.filter((wait) => wait === 0)).toHaveLength(1);
  });
});
