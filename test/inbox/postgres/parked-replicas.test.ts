import { describe, expect, it, vi } from "vitest";
import { StepFailures, type StoredDelivery } from "../../../src/inbox/inbox.ts";
import { claimNext } from "../../../src/inbox/postgres/claims.ts";
import { openDatabase } from "../../../src/inbox/postgres/database.ts";
import { openPostgresInbox } from "../../../src/inbox/postgres/open-postgres-inbox.ts";
import { register, wakeForgotten } from "../../../src/inbox/postgres/replicas.ts";
import { silentLogger } from "../../../src/log.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
import { delivery, gate } from "../rig.ts";
import { generousMs, newDatabase, opened, postgresForTests } from "../stores.ts";

const server = await postgresForTests();
const within = { timeout: generousMs, interval: 20 };

describe.each(server === undefined ? [] : [server])("a group that one replica parks", (pg: PostgresServer) => {
  async function replicas(count: number) {
    const url = await newDatabase(pg);
    const open = () => opened((log) => openPostgresInbox({ url, log, leaseMs: 3_000 }));
    return { url, open, all: await Promise.all(Array.from({ length: count }, open)) };
  }

  const away = new StepFailures([{ step: "s", reason: "suspended", advice: "park" }]);

  it("is started by none of them, however much of it comes and wherever, and by all when it is let go", async () => {
    const { all, open } = await replicas(3);
    const ran: string[] = [];
    const last = new Map<string, number>();
    const state = { away: true };
    const handle = async ({ id, guid, group, lane }: Omit<StoredDelivery, "body">) => {
      ran.push(guid);
      expect(id).toBeGreaterThanOrEqual(last.get(group + lane) ?? 0);
      last.set(group + lane, id);
      if (group === "a" && state.away) throw away;
    };
    for (const { inbox } of all) inbox.start(handle);
    const [first, second] = all;
    await first?.inbox.put(delivery("a0", { group: "a", lane: "l0" }));
    await first?.inbox.idle();
    const puts = Array.from({ length: 30 }, (_, n) =>
      all[n % 3]?.inbox.put(delivery(`${n % 2 ? "a" : "b"}${n}`, { group: n % 2 ? "a" : "b", lane: `l${n % 5}` })),
    );
    await Promise.all(puts);
    await second?.inbox.idle();
    expect(ran.filter((guid) => guid.startsWith("a"))).toEqual(["a0"]);
    expect(ran).toHaveLength(16);
    await vi.waitFor(() => {
      const known = all.map(({ inbox }) => inbox.parking?.groups().map(({ group }) => group));
      expect(known).toEqual([["a"], ["a"], ["a"]]);
    }, within);
    for (const { inbox } of all) await inbox.drain({ graceMs: 0 });
    state.away = false;
    const [one, other] = [await open(), await open()];
    for (const { inbox } of [one, other]) inbox.start(handle);
    expect(one.inbox.counts().pending).toBe(16);
    await other.inbox.parking?.resume("a");
    await one.inbox.idle();
    expect(new Set(ran.slice(16)).size).toBe(16);
    expect(await one.inbox.dead(1)).toEqual([]);
  });

  it("is not looked for as if it were forgotten, and what is pending of one given up is ended by all", async () => {
    const { all, url } = await replicas(2);
    const [first, second] = all;
    await first?.inbox.parking?.park("a", "by hand");
    for (const guid of ["a1", "a2", "a3"]) await first?.inbox.put(delivery(guid, { group: "a", lane: guid }));
    const database = openDatabase({ url, log: silentLogger(), connections: 2 });
    await database.query("delete from bowsprit_jobs._private_jobs");
    await database.query("update bowsprit.delivery set since = since - 60000");
    expect(await wakeForgotten(database, "nobody", 50_000)).toBe(0);
    const ran: string[] = [];
    for (const { inbox } of all) inbox.start(async ({ guid }) => void ran.push(guid));
    await second?.inbox.parking?.bury("a", "uninstalled");
    await first?.inbox.idle();
    expect([ran, (await first?.inbox.dead(9))?.map(({ error }) => error)]).toEqual([[], Array(3).fill("uninstalled")]);
    await database.close();
  });

  it("is let go while its deliveries are asked for, and none is left behind", async () => {
    const url = await newDatabase(pg);
    // With a lease so long that nobody looks for what was forgotten while the test runs.
    const open = () => opened((log) => openPostgresInbox({ url, log, leaseMs: 20 * 60_000 }));
    const [first, second] = [await open(), await open()];
    const ran = new Set<string>();
    first.inbox.start(async ({ guid }) => void ran.add(guid));
    const over = gate();
    const put = async () => {
      for (let n = 0; n < 60; n++) await first.inbox.put(delivery(`g${n}`, { group: "a", lane: `l${n % 6}` }));
      over.open();
    };
    const toggle = async () => {
      for (let n = 0; n < 25; n++) {
        await second.inbox.parking?.park("a", "for a moment");
        await second.inbox.parking?.resume("a");
      }
    };
    await Promise.all([put(), toggle(), over.opened]);
    await first.inbox.idle();
    expect(ran.size).toBe(60);
  });

  it("is not taken for parked by a claim that asks while it is let go", async () => {
    const url = await newDatabase(pg);
    const { inbox } = await opened((log) => openPostgresInbox({ url, log, member: false }));
    await inbox.parking?.park("a", "by hand");
    await inbox.put(delivery("a1", { group: "a" }));
    const database = openDatabase({ url, log: silentLogger(), connections: 2 });
    await register(database, "me", []);
    const job = { lane: "lane", group: "a" };
    const state = { claimed: false };
    const claim = () => claimNext(database, { job, owner: "me", suspectAt: 9, alone: false, runs: () => false });
    let claiming: Promise<unknown> = Promise.resolve();
    await database.transact(async (session) => {
      await session.query("delete from bowsprit.parked where grp = 'a'");
      claiming = claim().finally(() => {
        state.claimed = true;
      });
      const waits = "select 1 from pg_locks where not granted";
      await vi.waitFor(async () => expect(state.claimed || (await session.query(waits)).length > 0).toBe(true), within);
    });
    expect(await claiming).toMatchObject({ kind: "claimed", row: { guid: "a1" } });
    await database.close();
  });
});
