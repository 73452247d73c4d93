import { describe, expect, it, vi } from "vitest";
import { InboxUnavailable } from "../../../src/inbox/inbox-unavailable.ts";
import { claimNext } from "../../../src/inbox/postgres/claims.ts";
import { openDatabase } from "../../../src/inbox/postgres/database.ts";
import { HoldLost } from "../../../src/inbox/postgres/hold.ts";
import { openPostgresInbox, type PostgresInboxOptions } from "../../../src/inbox/postgres/open-postgres-inbox.ts";
import { register, wakeForgotten } from "../../../src/inbox/postgres/replicas.ts";
import { systemTimers, type Timers } from "../../../src/inbox/timers.ts";
import { silentLogger } from "../../../src/log.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
import { delivery, gate } from "../rig.ts";
import { generousMs, newDatabase, opened, postgresForTests } from "../stores.ts";

const server = await postgresForTests();
const within = { timeout: generousMs, interval: 20 };
/** Short, so that a test need not wait half a minute for a death to be noticed, but longer than a busy machine halts. */
const leaseMs = 3_000;

/** Timers of a process that can be stood still: nothing it planned happens. */
function stoppableTimers(): Timers & { stopped: boolean } {
  const timers: ReturnType<typeof stoppableTimers> = {
    stopped: false,
    after: (ms, run) =>
      systemTimers.after(ms, () => {
        if (!timers.stopped) run();
      }),
  };
  return timers;
}

function replicas(pg: PostgresServer) {
  const database = newDatabase(pg);
  return async (options: Partial<PostgresInboxOptions> = {}) => {
    const url = await database;
    return opened((log) => openPostgresInbox({ url, log, leaseMs, random: () => 0, ...options }));
  };
}

it("knows the word for a lost hold", () => expect(new HoldLost().name).toBe("HoldLost"));

describe.each(server === undefined ? [] : [server])("replicas of one database", (pg) => {
  it("share the work: each delivery once, each lane in order", async () => {
    const open = replicas(pg);
    const ran: string[] = [];
    const last = new Map<string, number>();
    const busy = new Set<string>();
    const by = [0, 0, 0];
    const began = new Set<number>();
    const allBegan = gate();
    // Fewer at once than there are lanes, and nothing ends before each replica has something: one cannot do it all.
    const limits = { running: 3 };
    const all = [await open({ limits }), await open({ limits }), await open({ limits })];
    for (const [who, { inbox }] of all.entries()) {
      inbox.start(async ({ guid, lane, id }, { finishStep }) => {
        expect(busy.has(lane)).toBe(false);
        busy.add(lane);
        expect(id).toBeGreaterThan(last.get(lane) ?? 0);
        last.set(lane, id);
        if (began.add(who).size === all.length) allBegan.open();
        await allBegan.opened;
        await finishStep("s");
        ran.push(guid);
        by[who] = (by[who] ?? 0) + 1;
        busy.delete(lane);
      });
    }
    const puts = Array.from({ length: 120 }, (_, n) =>
      all[n % 3]?.inbox.put(delivery(`g${n}`, { lane: `l${n % 10}`, group: `g${n % 10}` })),
    );
    await Promise.all(puts);
    await all[0]?.inbox.idle();
    expect([ran.length, new Set(ran).size, await all[0]?.inbox.dead(1)]).toEqual([120, 120, []]);
    expect(by.every((count) => count > 0)).toBe(true);
    await vi.waitFor(() => expect(all.map(({ inbox }) => inbox.replicas())).toEqual([3, 3, 3]), within);
  });

  it("take over from one that stands still, which can then write nothing more", async () => {
    const open = replicas(pg);
    const timers = stoppableTimers();
    const [first, second] = [await open({ timers }), await open()];
    const hold = gate();
    const refused: unknown[] = [];
    const signals: AbortSignal[] = [];
    const seen: string[] = [];
    first.inbox.start(async ({ guid, attempt }, { finishStep, signal }) => {
      seen.push(`first ${guid} ${attempt}`);
      if (guid !== "a") return;
      signals.push(signal);
      await first.inbox.effects.begin("before");
      await hold.opened;
      const note = (error: unknown) => void refused.push(error);
      await finishStep("one").catch(note);
      await first.inbox.effects.begin("after").catch(note);
      await first.inbox.effects.settle("before", "refused").catch(note);
      try {
        first.inbox.mustHold();
      } catch (error) {
        note(error);
      }
    });
    await first.inbox.put(delivery("a"));
    await vi.waitFor(() => expect(seen).toEqual(["first a 1"]), within);
    timers.stopped = true;
    await first.inbox.put(delivery("b"));
    second.inbox.start(async ({ guid, attempt, doneSteps }) => {
      seen.push(`second ${guid} ${attempt} ${[...doneSteps]}`);
      if (guid === "a") seen.push((await second.inbox.effects.begin("before")).state);
    });
    await vi.waitFor(() => expect(seen).toEqual(["first a 1", "second a 2 ", "unknown", "second b 1 "]), within);
    timers.stopped = false;
    hold.open();
    await vi.waitFor(() => expect(refused).toHaveLength(4), within);
    expect(refused.every((error) => error instanceof HoldLost)).toBe(true);
    await second.inbox.idle();
    expect(await second.inbox.find("a")).toMatchObject({ state: "done", attempts: 2, crashes: 1, steps: [] });
    expect(await second.inbox.effects.begin("before")).toMatchObject({ state: "unknown" });
    expect(await second.inbox.effects.begin("after")).toMatchObject({ state: "new" });
    expect(second.lines.map(({ msg }) => msg)).toContain("a replica fell silent; its deliveries run elsewhere");
  });

  it("take it back into their midst when it goes on", async () => {
    const open = replicas(pg);
    const timers = stoppableTimers();
    const [first, second] = [await open({ timers }), await open()];
    let ran = 0;
    first.inbox.start(async () => void ran++);
    timers.stopped = true;
    await vi.waitFor(() => expect(second.inbox.replicas()).toBe(1), within);
    timers.stopped = false;
    // What was planned while it stood still never happens, as if its timers had been lost; the job finds out.
    await second.inbox.put(delivery("a"));
    await open().then(({ inbox }) => inbox.start(async () => void ran++));
    await second.inbox.idle();
    expect(ran).toBe(1);
  });

  it("put away the delivery that kills them at its third death, and no other", async () => {
    const open = replicas(pg);
    const keeper = await open();
    await keeper.inbox.put(delivery("poison", { lane: "poison" }));
    for (const guid of ["x", "y"]) await keeper.inbox.put(delivery(guid, { lane: guid }));
    for (let death = 1; death <= 3; death++) {
      const timers = stoppableTimers();
      const victim = await open({ timers });
      victim.inbox.start(async ({ guid }) => {
        if (guid === "poison" || death < 3) {
          timers.stopped = guid === "poison" || timers.stopped;
          await gate().opened;
        }
      });
      const deaths = async () => (await keeper.inbox.find("poison"))?.crashes;
      await vi.waitFor(async () => expect(await deaths()).toBe(death), within);
      timers.stopped = false;
      void victim.inbox.drain({ graceMs: 0 });
    }
    expect(await keeper.inbox.dead(10)).toMatchObject([
      { guid: "poison", error: "The process died 3 times while this delivery ran." },
    ]);
    keeper.inbox.start(async () => {});
    await keeper.inbox.idle();
    expect((await keeper.inbox.dead(10)).length).toBe(1);
  });

  it("do one at a time what only one of them may do", async () => {
    const open = replicas(pg);
    const [first, second] = [await open(), await open()];
    const granted = await Promise.all([first, second].map(({ inbox }) => inbox.lease("sweep", 60_000)));
    expect([...granted].sort()).toEqual([false, true]);
    const [holder, other] = granted[0] ? [first, second] : [second, first];
    expect([await holder.inbox.lease("sweep", 200), await other.inbox.lease("another", 60_000)]).toEqual([true, true]);
    await vi.waitFor(async () => expect(await other.inbox.lease("sweep", 60_000)).toBe(true), within);
    expect(await holder.inbox.lease("sweep", 60_000)).toBe(false);
  });

  it("find what has nobody on the way to it", async () => {
    const url = await newDatabase(pg);
    const database = openDatabase({ url, log: silentLogger(), connections: 2 });
    const other = await opened((log) => openPostgresInbox({ url, log }));
    await other.inbox.put(delivery("a"));
    await other.inbox.put(delivery("b", { lane: "other" }));
    const forgotten = (ms: number) => wakeForgotten(database, "nobody", ms);
    await database.query("update bowsprit.delivery set since = since - 60000");
    expect(await forgotten(50_000)).toBe(0);
    await database.query("delete from bowsprit_jobs._private_jobs");
    expect(await forgotten(70_000)).toBe(0);
    expect(await forgotten(50_000)).toBe(2);
    expect(await forgotten(50_000)).toBe(0);
    await database.close();
    other.inbox.start(async () => {});
    await other.inbox.idle();
  });
});

describe.each(server === undefined ? [] : [server])("a database that goes away", (pg) => {
  it("costs nothing when its connections are cut, again and again", async () => {
    const open = replicas(pg);
    const { inbox } = await open({ leaseMs: 4_000 });
    const ran: string[] = [];
    inbox.start(async ({ guid, doneSteps }, { finishStep }) => {
      if (!doneSteps.has("s")) await finishStep("s");
      ran.push(guid);
    });
    const cut = () =>
      pg.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bowsprit'");
    const stored: string[] = [];
    for (let n = 0; n < 60; n++) {
      if (n % 15 === 7) await cut();
      const result = await inbox.put(delivery(`g${n}`, { lane: `l${n % 7}` })).catch((error: unknown) => error);
      if (result === "stored") stored.push(`g${n}`);
      else expect(result).toBeInstanceOf(InboxUnavailable);
    }
    expect(stored.length).toBeGreaterThan(40);
    await vi.waitFor(() => inbox.idle(), within);
    expect(stored.filter((guid) => !ran.includes(guid))).toEqual([]);
    expect(await inbox.dead(1)).toEqual([]);
  });

  it("keeps a run waiting that needs what is kept there, and costs it no try", async () => {
    const open = replicas(pg);
    const { inbox } = await open({ leaseMs: 60_000 });
    const [begun, gone] = [gate(), gate()];
    const ran: unknown[] = [];
    inbox.start(async ({ attempt }) => {
      begun.open();
      await gone.opened;
      const cost = { name: "b", cost: 1, burst: 5, perMs: 1 };
      const wait = await inbox.budgets?.spend({ budgets: [cost], patienceMs: 0, durable: true });
      await inbox.values.set("k", "v");
      await inbox.blobs.set("b", new Uint8Array(3));
      const { state } = await inbox.effects.begin("e");
      ran.push([attempt, wait, await inbox.values.get("k"), (await inbox.blobs.get("b"))?.byteLength, state]);
    });
    await inbox.put(delivery("a"));
    await begun.opened;
    await pg.halt("immediate");
    gone.open();
    await expect(inbox.values.get("k")).rejects.toBeInstanceOf(InboxUnavailable);
    expect(ran).toEqual([]);
    await pg.start();
    await inbox.idle().catch(() => inbox.idle());
    expect([ran, await inbox.find("a")]).toMatchObject([[[1, 0, "v", 3, "new"]], { state: "done", failures: 0 }]);
  });

  it("is said so, and is taken up again without help", async () => {
    const open = replicas(pg);
    const { inbox } = await open({ leaseMs: 20_000 });
    const ran: string[] = [];
    inbox.start(async ({ guid }) => void ran.push(guid));
    await inbox.put(delivery("a"));
    await pg.halt("immediate");
    await expect(inbox.put(delivery("b"))).rejects.toMatchObject({ name: "InboxUnavailable", reason: "connection" });
    expect(inbox.status().state).toBe("unavailable");
    await pg.start();
    await vi.waitFor(async () => expect(await inbox.put(delivery("c"))).toBe("stored"), within);
    expect(inbox.status().state).toBe("open");
    await vi.waitFor(() => expect([...ran].sort()).toEqual(["a", "c"]), within);
  });
});

describe.each(server === undefined ? [] : [server])("a claim whose answer was lost", (pg) => {
  it("is known again by the replica that made it, and the start counts once", async () => {
    const url = await newDatabase(pg);
    const { inbox } = await opened((log) => openPostgresInbox({ url, log, member: false }));
    await inbox.put(delivery("a"));
    await inbox.put(delivery("b"));
    const database = openDatabase({ url, log: silentLogger(), connections: 2 });
    await register(database, "me", []);
    const claim = (owner: string, runs: boolean) =>
      claimNext(database, {
        job: { lane: "lane", group: "group" },
        owner,
        suspectAt: 9,
        alone: false,
        runs: () => runs,
      });
    const row = { guid: "a", attempts: 1 };
    expect(await claim("me", false)).toMatchObject({ kind: "claimed", row });
    expect(await claim("me", true)).toEqual({ kind: "nothing", wakeMs: undefined });
    expect(await claim("me", false)).toMatchObject({ kind: "claimed", row });
    await register(database, "another", []);
    expect(await claim("another", false)).toEqual({ kind: "nothing", wakeMs: undefined });
    await expect(claim("never heard of", false)).rejects.toBeInstanceOf(HoldLost);
    await database.close();
  });
});
