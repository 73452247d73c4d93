import { type Clock, systemClock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import { GroupCommit } from "../group-commit.ts";
import type { DeliveryHandler, IncomingDelivery, PutResult } from "../inbox.ts";
import { InboxUnavailable } from "../inbox-unavailable.ts";
import { defaultLimits, type InboxLimits } from "../limits.ts";
import type { OpenInbox } from "../open-inbox.ts";
import { startPruner } from "../pruner.ts";
import type { FinishedRun } from "../scheduler.ts";
import { sideStores } from "../side-stores.ts";
import type { PutOutcome } from "../store.ts";
import { pause, systemTimers, type Timers } from "../timers.ts";
import { BacklogCount } from "./backlog-count.ts";
import { checkServer } from "./check-server.ts";
import { currentRun } from "./current-run.ts";
import { type Database, openDatabase } from "./database.ts";
import { deadDeliveries, findDelivery } from "./delivery-reads.ts";
import { guardedEffects, mustHold } from "./guarded-effects.ts";
import { JobWorkers } from "./job-workers.ts";
import { LaneRunner } from "./lane-runner.ts";
import { takeLease } from "./leases.ts";
import { defaultLeaseMs, Membership } from "./membership.ts";
import { prune } from "./prune.ts";
import { putBatch } from "./put-batch.ts";
import { replayDelivery } from "./replay.ts";
import { migrate } from "./schema.ts";
import { sideCalls } from "./side-calls.ts";

/** What an inbox on PostgreSQL needs; time and chance come from the process when they are not given. */
export interface PostgresInboxOptions {
  /** With the password; never logged. */
  readonly url: string;
  readonly log: Logger;
  /** False for whoever only asks or puts, and never calls `start`: it is not counted among the replicas. */
  readonly member?: boolean;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly random?: () => number;
  readonly limits?: Partial<InboxLimits>;
  /** How long a replica may be silent before the others take over what it holds; the same for all of them. */
  readonly leaseMs?: number;
  /** Told about every run of this replica that ended. */
  readonly onFinished?: (run: FinishedRun) => void;
}

/** Statements of deliveries that arrive, of side stores and of the replica's word. */
const frontConnections = 6;
/** Statements of runs, and the one connection that listens. */
const workConnections = 12;
const stopMs = 5_000;

/**
 * Opens the inbox that several replicas share. Rejects with InboxRefused when it must not be used, and with
 * InboxUnavailable when the database cannot be reached.
 */
export async function openPostgresInbox(options: PostgresInboxOptions): Promise<OpenInbox> {
  const { url, log } = options;
  const front = openDatabase({ url, log, connections: frontConnections });
  const work = openDatabase({ url, log, connections: workConnections });
  try {
    await checkServer(front, log);
    await migrate(front, log);
    return await openOver(front, work, options);
  } catch (error) {
    await Promise.all([front.close(), work.close()]);
    throw error;
  }
}

const monotonic = () => performance.now();

async function openOver(front: Database, work: Database, options: PostgresInboxOptions): Promise<OpenInbox> {
  const { log, clock = systemClock, timers = systemTimers, random = Math.random, onFinished = () => {} } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const { leaseMs = defaultLeaseMs } = options;
  const membership = new Membership({ database: front, timers, log, crashes: limits.crashes, leaseMs, monotonic });
  const nothing = { interrupted: 0, quarantined: [] };
  const found = { loss: undefined, ...(options.member === false ? nothing : await membership.join()) };
  const backlog = new BacklogCount(front, timers);
  await backlog.read();
  backlog.watch();
  const commits = new GroupCommit<IncomingDelivery, PutOutcome>({
    send: (batch) => putBatch(front, batch),
    bytesOf: ({ body }) => body.byteLength + 256,
    maxItems: 256,
    maxBytes: 8 * 1_048_576,
  });
  const stores = sideStores(
    sideCalls(front, () => currentRun()?.hold),
    clock,
    limits.blobBytes,
  );
  const lease = (name: string, ms: number) => takeLease(front, { name, owner: membership.id, ms });
  const stopPruner = startPruner({
    store: { prune: async (request) => (await lease("prune", 60_000)) && prune(front, request) },
    limits,
    clock,
    timers,
    log,
    onPruned: () => backlog.read(),
  });
  const stopping = new AbortController();
  const arriving = new Set<Promise<unknown>>();
  let runner: LaneRunner | undefined;
  let workers: JobWorkers | undefined;
  let draining: Promise<void> | undefined;

  async function put(delivery: IncomingDelivery): Promise<PutResult> {
    if (draining !== undefined) throw new InboxUnavailable("closed", "the inbox is closed");
    if (backlog.isFull(limits, delivery.body.byteLength)) return "full";
    const keeping = commits.push(delivery);
    arriving.add(keeping);
    try {
      const { result } = await keeping;
      if (result === "stored") backlog.arrived(delivery);
      workers?.nudge();
      return result;
    } finally {
      arriving.delete(keeping);
    }
  }

  function start(handle: DeliveryHandler): void {
    const running = new LaneRunner({
      ...{ database: work, membership, limits, clock, timers, random, log, handle },
      onFinished: (run) => {
        backlog.ended(run);
        onFinished(run);
      },
      wakeIn: (ms) => workers?.nudgeIn(ms),
    });
    runner = running;
    workers = new JobWorkers({
      ...{ database: work, log, timers, concurrency: limits.running },
      forbidden: () => running.fullGroups(),
      run: (job) => running.run(job),
      onPool: (id) => membership.lockAs([id]),
    });
    const starting = workers;
    // Until the others know that they share, they trust what only they have written.
    void membership.heard(stopping.signal).then(() => starting.start());
  }

  async function close(graceMs: number): Promise<void> {
    stopPruner();
    backlog.stop();
    stopping.abort();
    await Promise.allSettled(arriving);
    const stopped = Promise.all([runner?.stop(graceMs), workers?.stop()]);
    await within(stopped, graceMs + stopMs, timers);
    // What could not be given back is taken over by the others when this replica's lease runs out.
    await membership.leave().catch((error: unknown) => log.warn({ err: error }, "left without a word to the others"));
    await within(Promise.all([front.close(), work.close()]), stopMs, timers);
  }

  return {
    ...stores,
    effects: guardedEffects(stores.effects, { membership, timers, monotonic }),
    found,
    put,
    start,
    idle: () => backlog.idle(() => (runner?.running ?? 0) === 0),
    counts: () => ({ ...countsOf(backlog), running: runner?.running ?? 0 }),
    drain({ graceMs }) {
      draining ??= close(graceMs);
      return draining;
    },
    dead: (limit) => deadDeliveries(front, limit),
    find: (guid) => findDelivery(front, guid),
    async replay(guid, { fresh = false } = {}) {
      const result = await replayDelivery(front, guid, fresh);
      await backlog.read();
      workers?.nudge();
      return result;
    },
    status: () => ({ ...front.health(), full: backlog.isFull(limits, 0), backlogBytes: backlog.now.bytes }),
    lease,
    replicas: () => membership.replicas,
    mustHold: () => mustHold(membership),
  };
}

function countsOf(backlog: BacklogCount) {
  const { pending, waiting, dead } = backlog.now;
  return { pending, waiting, dead };
}

async function within(work: Promise<unknown>, ms: number, timers: Timers): Promise<void> {
  const over = new AbortController();
  await Promise.race([
    work.then(
      () => undefined,
      () => undefined,
    ),
    pause(timers, ms, over.signal),
  ]);
  over.abort();
}
