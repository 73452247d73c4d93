import { setMaxListeners } from "node:events";
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import { decideEnding } from "../ending.ts";
import { ageOf, type FinishedRun, tellFinished } from "../finished-run.ts";
import type { DeliveryHandler } from "../inbox.ts";
import type { InboxLimits } from "../limits.ts";
import { persistently } from "../persistently.ts";
import { type RunOutcome, runDelivery } from "../run-delivery.ts";
import { laneKey } from "../schedule/lanes.ts";
import { storedDelivery } from "../stored-delivery.ts";
import { pause, type Timers } from "../timers.ts";
import { type Claim, type Claimed, claimNext } from "./claims.ts";
import { runAs } from "./current-run.ts";
import type { Database } from "./database.ts";
import { recordEnding, recordStep } from "./endings.ts";
import { GroupSlots } from "./group-slots.ts";
import { type Hold, HoldLost } from "./hold.ts";
import { addLaneJob, type LaneJob } from "./lane-jobs.ts";
import type { Lease, Membership } from "./membership.ts";
import { SuspectGate } from "./suspect-gate.ts";

export interface LaneRunnerOptions {
  readonly database: Database;
  readonly membership: Membership;
  readonly limits: InboxLimits;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Logger;
  readonly handle: DeliveryHandler;
  readonly onFinished: (run: FinishedRun) => void;
  /** A run ended because its whole group has to wait, which is on record. */
  readonly onParked: (group: string, reason: string) => Promise<void>;
  /** There will be a job in so many milliseconds, of which nobody will be told. */
  readonly wakeIn: (ms: number) => void;
}

/** Runs the next delivery of a lane whenever a job says that there is one. */
export class LaneRunner {
  readonly #options: LaneRunnerOptions;
  readonly #groups: GroupSlots;
  readonly #gate = new SuspectGate();
  readonly #stop = new AbortController();
  readonly #active = new Set<Promise<void>>();
  #stopping = false;
  readonly #runs = new Set<number>();
  readonly #claims = new Map<string, Promise<unknown>>();

  constructor(options: LaneRunnerOptions) {
    this.#options = options;
    this.#groups = new GroupSlots(options.limits.perGroup);
    // Every run listens to it, and all of them let go.
    setMaxListeners(0, this.#stop.signal);
  }

  get running(): number {
    return this.#runs.size;
  }

  /** Flags of jobs that would only have to wait. */
  fullGroups(): string[] {
    return this.#groups.full();
  }

  run(job: LaneJob): Promise<void> {
    const running = this.#run(job).finally(() => this.#active.delete(running));
    this.#active.add(running);
    return running;
  }

  /** Starts nothing more, lets runs end for `graceMs`, then stops them. What did not end stays pending. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping = true;
    const grace = new AbortController();
    const ended = Promise.allSettled(this.#active);
    await Promise.race([ended, pause(this.#options.timers, graceMs, grace.signal)]);
    grace.abort();
    this.#stop.abort();
    await ended;
  }

  async #run(job: LaneJob): Promise<void> {
    const { membership, database } = this.#options;
    const free = this.#groups.take(job.group);
    // The worker is for other groups; from now on jobs of this one are passed over until there is room.
    if (free === undefined) return addLaneJob(database, job, 0);
    try {
      for (;;) {
        const lease = await membership.leased(this.#stop.signal);
        // The job ends with this; whoever comes after us needs another one.
        if (this.#stopping || lease === undefined) return await addLaneJob(database, job, 0);
        if (await this.#tryNext(job, lease)) return;
      }
    } finally {
      free();
    }
  }

  /** False when the lease turned out to be over before anything was started. */
  async #tryNext(job: LaneJob, lease: Lease): Promise<boolean> {
    try {
      await this.#runNext(job, lease);
      return true;
    } catch (error) {
      if (!(error instanceof HoldLost)) throw error;
      this.#options.membership.disown(lease.owner);
      return false;
    }
  }

  async #runNext(job: LaneJob, lease: Lease): Promise<void> {
    const leaveGate = await this.#gate.enter();
    let suspect = false;
    try {
      const claim = await this.#claim(job, lease, false);
      if (claim.kind === "claimed") await this.#runClaimed(claim, lease);
      if (claim.kind === "nothing") this.#wakeIn(claim.wakeMs);
      suspect = claim.kind === "suspect";
    } finally {
      leaveGate();
    }
    if (suspect) await this.#runAlone(job, lease);
  }

  async #runAlone(job: LaneJob, lease: Lease): Promise<void> {
    const leaveGate = await this.#gate.enterAlone();
    const cancel = this.#options.timers.after(this.#options.limits.suspectMs, leaveGate);
    try {
      const claim = await this.#claim(job, lease, true);
      if (claim.kind === "claimed") await this.#runClaimed(claim, lease);
    } finally {
      cancel();
      leaveGate();
    }
  }

  /** One after the other within a lane, so that a claim whose answer was lost can be told from one that runs. */
  async #claim(job: LaneJob, { owner }: Lease, alone: boolean): Promise<Claim> {
    const { database, limits, timers } = this.#options;
    const options = {
      ...{ job, owner, suspectAt: limits.crashes - 1, alone },
      runs: (id: number) => this.#runs.has(id),
      mayStart: () => !this.#stopping,
    };
    const key = laneKey(job);
    const before = this.#claims.get(key) ?? Promise.resolve();
    const claiming = before.then(async () => {
      const claim = await persistently(() => claimNext(database, options), timers, this.#stop.signal);
      if (claim.kind === "claimed") this.#runs.add(claim.row.id);
      return claim;
    });
    const over = claiming.catch(() => undefined);
    this.#claims.set(key, over);
    try {
      return await claiming;
    } finally {
      if (this.#claims.get(key) === over) this.#claims.delete(key);
    }
  }

  async #runClaimed(claimed: Claimed, lease: Lease): Promise<void> {
    const { clock, log, database, limits, random, timers } = this.#options;
    const { row, content, buried } = claimed;
    const hold = { id: row.id, owner: lease.owner, attempt: row.attempts };
    if (claimed.overtakes) {
      log.warn(
        { delivery: row.guid, lane: row.lane },
        "out of order: an older delivery of this lane waits for another try",
      );
    }
    const begun = clock.now();
    try {
      const outcome = content && buried === undefined ? await this.#attempt(claimed, hold, lease) : undefined;
      const now = clock.now();
      const ending = decideEnding({ row, content, outcome, limits, random, now, buried });
      const record = { hold, job: { lane: row.lane, group: row.group }, ending, now, laneHoldMs: limits.laneHoldMs };
      this.#wakeIn(await persistently(() => recordEnding(database, record), timers, this.#stop.signal));
      if (ending.outcome === "interrupted" && ending.parked !== undefined) {
        await this.#options.onParked(row.group, ending.parked);
      }
      const ageMs = ageOf(row, clock.now());
      const run = {
        delivery: storedDelivery(row, content, row.attempts),
        durationMs: now - begun,
        ageMs,
        outcome: ending.outcome,
      };
      tellFinished(run, ending, this.#options);
    } catch (error) {
      if (!(error instanceof HoldLost)) throw error;
      log.warn(
        { delivery: row.guid, attempt: row.attempts },
        "this replica fell silent too long; another one has the delivery",
      );
    } finally {
      this.#runs.delete(row.id);
    }
  }

  async #attempt(claimed: Claimed, hold: Hold, lease: Lease): Promise<RunOutcome> {
    const { database, limits, timers, handle } = this.#options;
    if (this.#stopping || claimed.content === undefined) return { kind: "interrupted" };
    const { signal, release } = either(this.#stop.signal, lease.signal);
    const finishStep = (step: string, until: AbortSignal) =>
      persistently(() => recordStep(database, hold, step), timers, until);
    const delivery = {
      ...storedDelivery(claimed.row, claimed.content, claimed.row.attempts),
      body: claimed.content.body,
    };
    const { runMs, abandonMs } = limits;
    try {
      return await runAs({ hold, signal }, () =>
        runDelivery({ delivery, handle, finishStep, timers, runMs, abandonMs, stop: signal }),
      );
    } finally {
      release();
    }
  }

  #wakeIn(ms: number | undefined): void {
    if (ms !== undefined && ms > 0) this.#options.wakeIn(ms);
  }
}

/** A signal that fires with the first of two that live longer than it. */
function either(one: AbortSignal, other: AbortSignal): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const signal of [one, other]) {
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort);
  }
  const release = () => {
    for (const signal of [one, other]) signal.removeEventListener("abort", abort);
  };
  return { signal: controller.signal, release };
}
