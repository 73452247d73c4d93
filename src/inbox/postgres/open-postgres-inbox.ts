import { type Clock, systemClock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { FinishedRun } from "../finished-run.ts";
import { defaultLimits, type InboxLimits } from "../limits.ts";
import type { OpenInbox } from "../open-inbox.ts";
import { startPruner } from "../pruner.ts";
import { sideStores } from "../side-stores.ts";
import { pause, systemTimers, type Timers } from "../timers.ts";
import { Arrivals } from "./arrivals.ts";
import { BacklogCount } from "./backlog-count.ts";
import { checkServer } from "./check-server.ts";
import { Crew } from "./crew.ts";
import { currentRun } from "./current-run.ts";
import { type Database, openDatabase } from "./database.ts";
import { deadDeliveries, findDelivery } from "./delivery-reads.ts";
import { guardedEffects, mustHold } from "./guarded-effects.ts";
import { insistingStores } from "./insisting-stores.ts";
import { takeLease } from "./leases.ts";
import { defaultLeaseMs, Membership } from "./membership.ts";
import { prune } from "./prune.ts";
import { replayDelivery } from "./replay.ts";
import { migrate } from "./schema.ts";
import { sharedBudgets } from "./shared-budgets.ts";
import { SharedParking } from "./shared-parking.ts";
import { sideCalls } from "./side-calls.ts";
import { whyRefused } from "./why-refused.ts";

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
/** Shorter than senders wait, so that a database that went silent is known to be away before they give up. */
const frontAnswerMs = 7_000;
/** Statements of runs, and the one connection that listens. */
const workConnections = 12;
/** A step forward of a large schema takes its time. */
const prepareAnswerMs = 10 * 60_000;
const stopMs = 5_000;

/** Opens the inbox that several replicas share. Rejects with InboxRefused when it must not or cannot be used. */
export async function openPostgresInbox(options: PostgresInboxOptions): Promise<OpenInbox> {
  const { url, log } = options;
  await prepare(url, log);
  const front = openDatabase({ url, log, connections: frontConnections, answerMs: frontAnswerMs });
  const work = openDatabase({ url, log, connections: workConnections });
  try {
    return await openOver(front, work, options);
  } catch (error) {
    await Promise.all([front.close(), work.close()]);
    throw error;
  }
}

async function prepare(url: string, log: Logger): Promise<void> {
  const database = openDatabase({ url, log, connections: 3, answerMs: prepareAnswerMs });
  try {
    await checkServer(database, log);
    await migrate(database, log);
  } catch (error) {
    throw whyRefused(error);
  } finally {
    await database.close();
  }
}

const monotonic = () => performance.now();

type Settled = Required<Omit<PostgresInboxOptions, "limits">> & { readonly limits: InboxLimits };

function settled(options: PostgresInboxOptions): Settled {
  return {
    ...{ member: true, clock: systemClock, timers: systemTimers, random: Math.random },
    ...{ leaseMs: defaultLeaseMs, onFinished: () => {} },
    ...options,
    limits: { ...defaultLimits, ...options.limits },
  };
}

async function openOver(front: Database, work: Database, options: PostgresInboxOptions): Promise<OpenInbox> {
  const rooms = furnish(front, work, settled(options));
  const { member, membership, backlog, parking } = rooms;
  const nothing = { interrupted: 0, quarantined: [] };
  const found = { loss: undefined, ...(member ? await membership.join() : nothing) };
  await Promise.all([backlog.read(), parking.read()]);
  backlog.watch();
  parking.watch();
  return facade({ ...rooms, found, stopPruner: pruneTogether(rooms) });
}

/** What an inbox is made of; nothing of it has begun. */
function furnish(front: Database, work: Database, settings: Settled) {
  const { timers, log, limits, leaseMs, clock, random, onFinished } = settings;
  const membership = new Membership({ database: front, timers, log, crashes: limits.crashes, leaseMs, monotonic });
  const backlog = new BacklogCount(front, timers);
  const onChange = () => crew.nudge();
  const parking = new SharedParking({ database: front, timers, log, onChange });
  const crew = new Crew({
    ...{ database: work, membership, limits, clock, timers, random, log },
    onParked: (group, reason) => parking.noted(group, reason),
    onFinished: (run) => {
      backlog.ended(run);
      onFinished(run);
    },
  });
  const arrivals = new Arrivals({ database: front, backlog, limits, timers, onKept: onChange });
  const lease = (name: string, ms: number) => takeLease(front, { name, owner: membership.id, ms });
  return { ...settings, front, work, membership, backlog, crew, parking, arrivals, lease };
}

type Rooms = ReturnType<typeof furnish>;

/** One replica at a time forgets what is old. */
function pruneTogether({ work, backlog, lease, limits, clock, timers, log }: Rooms): () => void {
  return startPruner({
    store: { prune: async (request) => (await lease("prune", 60_000)) && prune(work, request) },
    ...{ limits, clock, timers, log },
    onPruned: () => backlog.read(),
  });
}

type Begun = Rooms & Pick<OpenInbox, "found"> & { readonly stopPruner: () => void };

function facade(rooms: Begun): OpenInbox {
  const { front, limits, clock, timers, membership, backlog, crew, parking, arrivals, found, lease } = rooms;
  const calls = sideCalls(front, () => currentRun()?.hold);
  const stores = sideStores(calls, clock, limits.blobBytes);
  let draining: Promise<void> | undefined;
  return {
    ...insistingStores(stores, timers),
    effects: guardedEffects(stores.effects, { membership, timers, monotonic }),
    budgets: sharedBudgets(front, timers),
    parking,
    found,
    put: (delivery) => arrivals.put(delivery),
    start: (handle) => crew.start(handle),
    idle: () => backlog.idle(() => crew.running === 0),
    counts: () => ({ ...countsOf(backlog), running: crew.running }),
    drain({ graceMs }) {
      draining ??= close(rooms, graceMs);
      return draining;
    },
    dead: (limit) => deadDeliveries(front, limit),
    find: (guid) => findDelivery(front, guid),
    async replay(guid, { fresh = false } = {}) {
      const result = await replayDelivery(front, guid, fresh);
      await backlog.read();
      crew.nudge();
      return result;
    },
    status: () => ({ ...front.health(), full: backlog.isFull(limits, 0), backlogBytes: backlog.now.bytes }),
    lease,
    replicas: () => membership.replicas,
    mustHold: () => mustHold(membership),
  };
}

async function close(rooms: Begun, graceMs: number): Promise<void> {
  const { front, work, membership, backlog, crew, parking, arrivals, timers, log } = rooms;
  arrivals.close();
  rooms.stopPruner();
  backlog.stop();
  parking.stop();
  crew.close();
  await arrivals.settled();
  await within(crew.stop(graceMs), graceMs + stopMs, timers);
  // What could not be given back is taken over by the others when this replica's lease runs out.
  await membership.leave().catch((error: unknown) => log.warn({ err: error }, "left without a word to the others"));
  await within(Promise.all([front.close(), work.close()]), stopMs, timers);
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
