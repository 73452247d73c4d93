import { setMaxListeners } from "node:events";
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import { decideEnding, type Ending, writeEnding } from "../ending.ts";
import { ageOf, type FinishedRun, tellFinished } from "../finished-run.ts";
import type { DeliveryHandler, InboxCounts } from "../inbox.ts";
import type { InboxLimits } from "../limits.ts";
import { persistently } from "../persistently.ts";
import { type RunOutcome, runDelivery } from "../run-delivery.ts";
import type { DeliveryContent, PendingDelivery, Store } from "../store.ts";
import { storedDelivery } from "../stored-delivery.ts";
import { pause, type Timers } from "../timers.ts";
import { Backlog } from "./backlog.ts";
import { Lanes } from "./lanes.ts";
import type { QueuedDelivery } from "./queued-delivery.ts";
import { Rush } from "./rush.ts";
import { WaitingRoom } from "./waiting-room.ts";

export interface SchedulerOptions {
  readonly store: Store;
  readonly limits: InboxLimits;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Logger;
  readonly onFinished: (run: FinishedRun) => void;
  /** A run ended because its whole group has to wait. */
  readonly onPark?: (group: string, reason: string) => void;
}

/** Deliveries of so many groups that were given up are known; the ids of installations are never used again. */
const mostCondemned = 1_000;
/** Milliseconds. */
const longestWaitAtStart = 30_000;

/**
 * Runs what is pending: in order within a lane, within the limits, again when that can help. The disk is told before a
 * handler starts and after it ended, and a lane goes on only when the end is on disk.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #lanes: Lanes<QueuedDelivery>;
  readonly #active = new Set<Promise<void>>();
  readonly #suspects = new Set<QueuedDelivery>();
  readonly #room: WaitingRoom;
  readonly #rush: Rush;
  readonly #stop = new AbortController();
  #handle: DeliveryHandler | undefined;
  #stopping = false;
  readonly #backlog = new Backlog(() => this.#lanes.running > 0);
  readonly #condemned = new Map<string, string>();
  #dead = 0;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#lanes = new Lanes(options.limits);
    // Every run listens to it, and all of them let go.
    setMaxListeners(0, this.#stop.signal);
    const { timers, limits } = options;
    const pump = () => this.#pump();
    this.#room = new WaitingRoom({ ...options, lanes: this.#lanes, laneHoldMs: limits.laneHoldMs, pump });
    this.#rush = new Rush({ timers, crowd: limits.rushCrowd, longestMs: limits.rushMs, onOver: pump });
  }

  /** Begins to run. */
  start(handle: DeliveryHandler): void {
    this.#handle = handle;
    this.#pump();
  }

  /** Accepted before this process started; oldest first. Those suspected of killing it go first, alone. */
  restore(deliveries: readonly QueuedDelivery[]): void {
    for (const delivery of deliveries) delivery.row = withShortWait(delivery.row, this.#options.clock.now());
    const suspects = deliveries.filter(({ row }) => row.crashes >= this.#options.limits.crashes - 1);
    const first = new Set(suspects.map(({ lane }) => lane));
    for (const suspect of suspects) this.#suspects.add(suspect);
    for (const delivery of deliveries) if (first.has(delivery.lane)) this.enqueue(delivery);
    for (const delivery of deliveries) if (!first.has(delivery.lane)) this.enqueue(delivery);
  }

  enqueue(delivery: QueuedDelivery): void {
    this.#backlog.enter(delivery);
    this.#lanes.add(delivery);
    this.#pump();
  }

  /** A delivery is on its way to the disk; returns whether it will run at once, so that its start shares the commit. */
  announce(delivery: QueuedDelivery): boolean {
    this.#backlog.enter(delivery);
    this.#rush.enter();
    const runs = this.#runs && this.#suspects.size === 0;
    if (runs && this.#lanes.reserve(delivery)) return true;
    this.#lanes.announce(delivery);
    return false;
  }

  /** The announced delivery is on disk. */
  arrive(delivery: QueuedDelivery, how: { readonly reserved: boolean; readonly started: boolean }): void {
    if (how.reserved) this.#begin(delivery, how.started);
    else this.#lanes.arrive(delivery);
    this.#rush.leave();
    this.#pump();
  }

  /** The announced delivery was not kept. */
  withdraw(delivery: QueuedDelivery, reserved: boolean): void {
    if (reserved) this.#lanes.end(delivery);
    else this.#lanes.withdraw(delivery);
    this.#rush.leave();
    this.#backlog.leave(delivery);
    this.#pump();
  }

  /** Starts nothing more of the group. */
  park(group: string): void {
    this.#lanes.park(group);
    this.#backlog.park(group);
  }

  letGo(group: string): void {
    this.#backlog.letGo(group);
    this.#lanes.letGo(group);
    this.#pump();
  }

  /** Whatever of the group would run from now on is dead instead. */
  condemn(group: string, reason: string): void {
    this.#condemned.set(group, reason);
    const [oldest] = this.#condemned.keys();
    if (this.#condemned.size > mostCondemned && oldest !== undefined) this.#condemned.delete(oldest);
  }

  /** The group is no longer given up. */
  pardon(group: string): void {
    this.#condemned.delete(group);
  }

  /** Resolves when nothing is pending but what is parked. */
  idle(): Promise<void> {
    return this.#backlog.idle();
  }

  counts(): InboxCounts {
    return { pending: this.#backlog.rows, running: this.#lanes.running, waiting: this.#room.size, dead: this.#dead };
  }

  get backlog(): Pick<Backlog, "rows" | "bytes"> {
    return this.#backlog;
  }

  /** Tells how many dead deliveries the disk knows. */
  knowDead(count: number): void {
    this.#dead = count;
  }

  /** Starts nothing more, lets runs end for `graceMs`, then stops them. What did not end stays pending. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    this.#room.close();
    this.#rush.close();
    const ended = this.settled();
    const grace = new AbortController();
    await Promise.race([ended, pause(this.#options.timers, graceMs, grace.signal)]);
    grace.abort();
    this.#stop.abort();
    await ended;
  }

  /** Resolves when nothing runs. */
  async settled(): Promise<void> {
    while (this.#active.size > 0) await Promise.allSettled(this.#active);
  }

  /** Whether anything may start now. */
  get #runs(): boolean {
    return this.#handle !== undefined && !this.#stopping && !this.#rush.on;
  }

  #pump(): void {
    if (!this.#runs) return;
    for (;;) {
      const delivery = this.#lanes.next(this.#suspects.size > 0 ? 1 : undefined);
      if (delivery === undefined) return;
      if (delivery.row.notBefore > this.#options.clock.now()) this.#room.wait(delivery);
      else this.#begin(delivery, false);
    }
  }

  #begin(delivery: QueuedDelivery, started: boolean): void {
    const run = this.#run(delivery, started)
      .catch((error: unknown) => this.#drop(delivery, error))
      .finally(() => this.#active.delete(run));
    this.#active.add(run);
  }

  async #run(delivery: QueuedDelivery, started: boolean): Promise<void> {
    const { store, clock, random, limits } = this.#options;
    this.#watch(delivery);
    const content = await this.#open(delivery, started);
    const begun = clock.now();
    const buried = this.#condemned.get(delivery.group);
    const runs = content !== undefined && buried === undefined;
    const outcome = runs ? await this.#attempt(delivery, content) : undefined;
    const now = clock.now();
    const ending = decideEnding({ row: delivery.row, content, outcome, limits, random, now, buried });
    await this.#persistently(() => writeEnding(store, delivery.row.id, ending, now));
    this.#close(delivery, ending);
    const ageMs = ageOf(delivery.row, clock.now());
    const run = {
      delivery: storedDelivery(delivery.row, content, content?.attempts ?? 0),
      durationMs: now - begun,
      ageMs,
      outcome: ending.outcome,
    };
    tellFinished(run, ending, this.#options);
  }

  #watch(delivery: QueuedDelivery): void {
    const { guid, lane } = delivery.row;
    if (this.#lanes.overtakes(delivery)) {
      this.#options.log.warn(
        { delivery: guid, lane },
        "out of order: an older delivery of this lane waits for another try",
      );
    }
    if (this.#suspects.has(delivery)) {
      this.#room.after(this.#options.limits.suspectMs, () => {
        if (this.#suspects.delete(delivery)) this.#pump();
      });
    }
  }

  /** Counts the start and fetches the bytes; both are already known when the start shared the commit of the delivery. */
  async #open(delivery: QueuedDelivery, started: boolean): Promise<DeliveryContent | undefined> {
    const { store } = this.#options;
    const { id } = delivery.row;
    const body = delivery.takeBody();
    if (body !== undefined) {
      if (!started) await this.#persistently(() => store.start({ id }));
      return { body, attempts: 1, steps: [] };
    }
    const [, content] = await this.#persistently(() => Promise.all([store.start({ id }), store.content({ id })]));
    return content;
  }

  #attempt(delivery: QueuedDelivery, content: DeliveryContent): Promise<RunOutcome> {
    const { store, timers, limits, clock } = this.#options;
    const { id } = delivery.row;
    if (this.#handle === undefined || this.#stopping) return Promise.resolve({ kind: "interrupted" });
    return runDelivery({
      delivery: { ...storedDelivery(delivery.row, content, content?.attempts ?? 0), body: content.body },
      handle: this.#handle,
      finishStep: (step, signal) =>
        persistently(() => store.finishStep({ id, step, now: clock.now() }), timers, signal),
      timers,
      runMs: limits.runMs,
      abandonMs: limits.abandonMs,
      stop: this.#stop.signal,
    });
  }

  #close(delivery: QueuedDelivery, ending: Ending): void {
    this.#suspects.delete(delivery);
    if (ending.outcome === "retry") {
      const failures = delivery.row.failures + (ending.counts ? 1 : 0);
      delivery.row = { ...delivery.row, failures, notBefore: ending.notBefore };
      this.#room.wait(delivery);
    } else if (ending.outcome === "interrupted" && ending.parked !== undefined) this.#setBack(delivery, ending.parked);
    else this.#lanes.end(delivery);
    if (ending.outcome === "dead") this.#dead++;
    if (ending.outcome === "done" || ending.outcome === "dead") this.#backlog.leave(delivery);
    this.#pump();
  }

  /** Back to the head of its lane, as if it had not been started. */
  #setBack(delivery: QueuedDelivery, reason: string): void {
    this.park(delivery.group);
    this.#lanes.hold(delivery);
    this.#lanes.resume(delivery);
    this.#options.onPark?.(delivery.group, reason);
    this.#backlog.look();
  }

  /** Something is wrong with us, not with the delivery: it stays pending on disk and runs at the next start. */
  #drop(delivery: QueuedDelivery, error: unknown): void {
    const { guid } = delivery.row;
    if (!this.#stopping) this.#options.log.error({ err: error, delivery: guid }, "delivery could not be run");
    this.#suspects.delete(delivery);
    this.#lanes.end(delivery);
    this.#backlog.leave(delivery);
    this.#pump();
  }

  #persistently<T>(action: () => Promise<T>): Promise<T> {
    return persistently(action, this.#options.timers, this.#stop.signal);
  }
}

/** A clock may have been set back since: whoever asked for a longer wait than this asks again. */
function withShortWait(row: PendingDelivery, now: number): PendingDelivery {
  return { ...row, notBefore: Math.min(row.notBefore, now + longestWaitAtStart) };
}
