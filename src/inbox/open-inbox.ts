import { type Clock, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { Admission } from "./admission.ts";
import type { FinishedRun } from "./finished-run.ts";
import type { DeliveryHandler, Inbox, SharedBudgets } from "./inbox.ts";
import { defaultLimits, type InboxLimits } from "./limits.ts";
import { startPruner } from "./pruner.ts";
import { openParking, type Parking } from "./schedule/parking.ts";
import { QueuedDelivery } from "./schedule/queued-delivery.ts";
import { Scheduler } from "./schedule/scheduler.ts";
import { type SideStores, sideStores } from "./side-stores.ts";
import { openSqliteStore } from "./sqlite/sqlite-store.ts";
import type { CrashReport, DeadDelivery, ReplayOutcome, Store, StoredRow, StoreHealth, StoreLoss } from "./store.ts";
import { systemTimers, type Timers } from "./timers.ts";

/** What an inbox needs; time and chance come from the process when they are not given. */
export interface InboxOptions {
  /** Made if it is missing; this process alone may use it. */
  readonly directory: string;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly random?: () => number;
  readonly limits?: Partial<InboxLimits>;
  /** Told about every run that ended. */
  readonly onFinished?: (run: FinishedRun) => void;
  /** Another place to keep deliveries than the directory's file. */
  readonly store?: Store;
}

/** Whether deliveries are accepted now, for readiness checks. */
export interface InboxStatus extends StoreHealth {
  /** The backlog has reached its ceiling, so `put` answers "full". */
  readonly full: boolean;
  readonly backlogBytes: number;
}

/** The inbox of one directory, from its opening to its drain. */
export interface OpenInbox extends Inbox, SideStores {
  /** What was found when it was opened: a damaged or vanished file, runs that a crash cut short. */
  readonly found: { readonly loss: StoreLoss | undefined } & CrashReport;
  /** Begins to run what is pending. */
  start(handle: DeliveryHandler): void;
  /** Starts nothing more, gives runs `graceMs` to end, stops the rest and closes the file. What did not end stays. */
  drain(options: { readonly graceMs: number }): Promise<void>;
  /** Latest first. */
  dead(limit: number): Promise<readonly DeadDelivery[]>;
  find(guid: string): Promise<StoredRow | undefined>;
  /** Runs an ended delivery again: its missing steps, or all of them when `fresh`. */
  replay(guid: string, options?: { readonly fresh?: boolean }): Promise<ReplayOutcome["result"]>;
  status(): InboxStatus;
  readonly parking: Parking;
  /** Absent where no other process spends: then each keeps count for itself. */
  readonly budgets?: SharedBudgets;
  /**
   * Whether this process may do what only one of several replicas does at a time, for so many milliseconds from now;
   * asked again before they are over, it goes on.
   */
  lease(name: string, ms: number): Promise<boolean>;
  /** How many processes share the inbox, as known a few seconds ago; at least 1. */
  replicas(): number;
  /** Throws when the run that calls has lost its delivery to another replica, or may have: it must write no more. */
  mustHold(): void;
}

/** Opens the inbox of a directory. Rejects with InboxRefused when it must not be used. */
export async function openInbox(options: InboxOptions): Promise<OpenInbox> {
  const { directory, clock = systemClock, timers = systemTimers } = options;
  const store = options.store ?? (await openSqliteStore({ directory, clock, timers }));
  try {
    return await openOver(store, { ...options, clock, timers });
  } catch (error) {
    await store.close();
    throw error;
  }
}

type Timed = InboxOptions & { readonly clock: Clock; readonly timers: Timers };

async function openOver(store: Store, options: Timed): Promise<OpenInbox> {
  const { log, clock, timers, random = Math.random, onFinished = () => {} } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const late: { parking?: Parking } = {};
  const onPark = (group: string, reason: string) => {
    // The group is parked already; what is lost with a disk that refuses is only that a restart knows it at once.
    late.parking?.park(group, reason).catch((err: unknown) => log.warn({ err, group }, "not kept across a restart"));
  };
  const scheduler = new Scheduler({ store, limits, clock, timers, random, log, onFinished, onPark });
  const admission = new Admission({ store, scheduler, limits, clock });
  const found = { loss: store.loss, ...(await store.recover({ crashes: limits.crashes, now: clock.now() })) };
  report(found, options);
  const side = sideStores(store, clock, limits.blobBytes);
  const parking = await openParking({ ground: scheduler, values: side.values, clock, log });
  late.parking = parking;
  scheduler.restore((await store.pending(null)).map((row) => new QueuedDelivery(row)));
  const countDead = async () => scheduler.knowDead(await store.deadCount(null));
  await countDead();
  const stopPruner = startPruner({ store, limits, clock, timers, log, onPruned: countDead });
  const close = async (graceMs: number) => {
    stopPruner();
    await scheduler.stop(graceMs);
    await admission.settled();
    await scheduler.settled();
    await store.close();
  };
  let draining: Promise<void> | undefined;
  return {
    ...side,
    parking,
    found,
    put: (delivery) => admission.put(delivery),
    idle: () => scheduler.idle(),
    counts: () => scheduler.counts(),
    start: (handle) => scheduler.start(handle),
    drain({ graceMs }) {
      draining ??= close(graceMs);
      return draining;
    },
    dead: (limit) => store.dead({ limit }),
    find: (guid) => store.find({ guid }),
    async replay(guid, { fresh = false } = {}) {
      const outcome = await store.replay({ guid, fresh, now: clock.now() });
      if (outcome.result !== "replayed") return outcome.result;
      scheduler.enqueue(new QueuedDelivery(outcome.row));
      await countDead();
      return "replayed";
    },
    status: () => ({ ...store.health(), full: admission.full, backlogBytes: scheduler.backlog.bytes }),
    // The file is this process's alone.
    lease: async () => true,
    replicas: () => 1,
    mustHold: () => {},
  };
}

function report(found: OpenInbox["found"], { directory, log }: InboxOptions): void {
  const { loss, interrupted, quarantined } = found;
  if (loss !== undefined)
    log.error({ ...loss, directory }, "the inbox's file was damaged or gone; started an empty one");
  if (interrupted > 0) log.warn({ interrupted }, "deliveries were running when the process died; they run again");
  for (const delivery of quarantined)
    log.error({ delivery }, "delivery is dead: the process died too often while it ran");
}
