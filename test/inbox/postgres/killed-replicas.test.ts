import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { leaseTakesMs } from "../../../src/inbox/postgres/membership.ts";
import { openPostgresInbox } from "../../../src/inbox/postgres/open-postgres-inbox.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
import { temporaryDirectory } from "../rig.ts";
import { generousMs, newDatabase, opened, postgresForTests } from "../stores.ts";

const program = fileURLToPath(new URL("../process/replica.ts", import.meta.url));
const server = await postgresForTests();
const leaseMs = 2_000;
const lanes = 8;
const within = { timeout: generousMs, interval: 5 };

/** A replica in its own process. */
class Replica {
  readonly process: ChildProcess;
  private readonly waiting = new Map<string, (result: string) => void>();

  constructor(args: readonly string[]) {
    this.process = spawn(process.execPath, ["--import", "tsx", program, ...args], {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    onTestFinished(() => void this.process.kill("SIGKILL"));
    this.process.on("message", (message) => {
      const { guid, result } = message as { guid: string; result: string };
      this.waiting.get(guid)?.(result);
      this.waiting.delete(guid);
    });
  }

  ready(): Promise<string> {
    return new Promise((resolve) => this.waiting.set("", resolve));
  }

  /** "silent" when there is no answer within a second. */
  put(guid: string, lane: string): Promise<string> {
    if (!this.process.connected) return Promise.resolve("gone");
    return new Promise((resolve) => {
      this.waiting.set(guid, resolve);
      this.process.send({ guid, lane }, () => {});
      setTimeout(() => resolve("silent"), 1_000);
    });
  }
}

/** Puts one delivery after the other, each again at the next replica until one has it, as GitHub and a proxy would. */
function startLoad(replicas: Replica[]) {
  const order = new Map<string, string[]>();
  const state = { over: false, next: 0 };
  const one = async (n: number, lane: string) => {
    const guid = `g${String(n).padStart(5, "0")}`;
    for (let turn = n; ; turn++) {
      const result = await replicas[turn % replicas.length]?.put(guid, lane);
      if (result === "stored" || result === "duplicate")
        return void order.set(lane, [...(order.get(lane) ?? []), guid]);
      await pause(50);
    }
  };
  const work = async (lane: string) => {
    while (!state.over) {
      await one(state.next++, lane);
      await pause(60);
    }
  };
  const all = Promise.all(Array.from({ length: lanes }, (_, lane) => work(`lane-${lane}`)));
  const stop = async () => {
    state.over = true;
    await all;
    return order;
  };
  return { stop, order };
}

async function scene(pg: PostgresServer) {
  const url = await newDatabase(pg);
  const directory = temporaryDirectory();
  const start = async () => {
    const replica = new Replica([url, directory, String(leaseMs)]);
    await replica.ready();
    return replica;
  };
  const replicas = await Promise.all([start(), start(), start()]);
  const written = () =>
    new Map(
      readdirSync(directory).map((lane) => [lane, readFileSync(join(directory, lane), "utf8").trimEnd().split("\n")]),
    );
  /** Each replica has something in hand, so that whichever dies leaves something behind. */
  const allBusy = () =>
    vi.waitFor(async () => {
      const owners = "select count(distinct owner)::int as busy from bowsprit.delivery where state = 'pending'";
      expect(await pg.query(owners, new URL(url).pathname.slice(1))).toEqual([{ busy: 3 }]);
    }, within);
  return { url, start, replicas, written, allBusy };
}

it("notices a death well before 45 seconds are over", () => expect(leaseTakesMs()).toBeLessThan(30_000));

describe.each(server === undefined ? [] : [server])("replicas that are killed and stopped", (pg) => {
  it("write everything once and in order, whatever happens to them and to the database", async () => {
    const { url, start, replicas, written, allBusy } = await scene(pg);
    const load = startLoad(replicas);
    const [first, second, third] = replicas;
    await allBusy();
    first?.process.kill("SIGKILL");
    await pause(800);
    replicas[0] = await start();
    third?.process.kill("SIGSTOP");
    await pause(leaseMs * 1.8);
    third?.process.kill("SIGCONT");
    await pause(500);
    await pg.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bowsprit'");
    await pause(800);
    await pg.restart("immediate");
    await allBusy();
    second?.process.kill("SIGKILL");
    replicas[1] = await start();
    await vi.waitFor(() => expect([...load.order.values()].flat().length).toBeGreaterThan(lanes * 10), within);
    const order = await load.stop();
    const { inbox } = await opened((log) => openPostgresInbox({ url, log, member: false, leaseMs }));
    await inbox.idle();
    expect(Object.fromEntries([...written()].sort())).toEqual(Object.fromEntries([...order].sort()));
    expect(await inbox.dead(1)).toEqual([]);
    const taken = (await Promise.all([...order.values()].flat().map((guid) => inbox.find(guid)))).filter(
      (row) => (row?.crashes ?? 0) > 0,
    );
    expect(taken.length).toBeGreaterThan(0);
  });
});
