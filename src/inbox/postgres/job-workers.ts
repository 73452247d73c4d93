import { EventEmitter } from "node:events";
import { runTaskList, type WorkerEvents, type WorkerPool } from "graphile-worker";
import type { Logger } from "../../log.ts";
import type { Timers } from "../timers.ts";
import type { Database } from "./database.ts";
import { type LaneJob, laneTask } from "./lane-jobs.ts";
import { jobsSchema } from "./schema.ts";
import { watchPool } from "./watch-pool.ts";
import { workerLogger } from "./worker-logger.ts";

export interface JobWorkersOptions {
  readonly database: Database;
  readonly log: Logger;
  readonly timers: Timers;
  /** Jobs at once. */
  readonly concurrency: number;
  /** Flags of jobs to pass over now. */
  readonly forbidden: () => string[];
  readonly run: (job: LaneJob) => Promise<void>;
  /** Told under which id jobs are locked from now on. */
  readonly onPool: (id: string) => Promise<void>;
}

/** How often it is looked without being told to: for behind poolers, which swallow notifications, and for lost ones. */
const pollMs = 2_000;
const restartMs = 1_000;
const longestNudgeMs = 60_000;

/** graphile-worker's pool, replaced whenever it gives up, as it does when it cannot say that a job is over. */
export class JobWorkers {
  readonly #options: JobWorkersOptions;
  #pool: WorkerPool | undefined;
  #stopping = false;

  constructor(options: JobWorkersOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#stopping) return;
    const { log, timers, onPool } = this.#options;
    const events: WorkerEvents = new EventEmitter();
    const pool = this.#open(events);
    this.#pool = pool;
    // Whoever dies before the others know this id leaves locks that are nobody's, and those are broken as well.
    onPool(pool.id).catch((error: unknown) => log.debug({ err: error }, "the pool's id is not known yet"));
    // It may wait for its own ends for ever, so nobody waits for it; what it runs still ends, and its locks are broken.
    events.once("pool:gracefulShutdown", ({ message }) => this.#replace(message));
    pool.promise.then(
      () => {},
      (error: unknown) => log.debug({ err: error }, "the job workers ended"),
    );
    const giveUp = () => {
      // The event that comes with it starts others.
      Promise.resolve(pool.gracefulShutdown("they get no jobs")).catch(() => undefined);
    };
    const probe = () => this.#probe();
    watchPool(events, { timers, probe, patienceMs: pollMs * 2.5, onStuck: giveUp });
  }

  #open(events: WorkerEvents): WorkerPool {
    const { database, log, concurrency, forbidden, run } = this.#options;
    return runTaskList(
      {
        schema: jobsSchema,
        concurrency,
        pollInterval: pollMs,
        noHandleSignals: true,
        // A pooler may hand the next statement to a connection that knows nothing of them.
        noPreparedStatements: true,
        logger: workerLogger(log),
        forbiddenFlags: forbidden,
        events,
        // With a delay they are tried again when the database is away; without one they end the process.
        preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      },
      { [laneTask]: (payload) => run(jobOf(payload)) },
      database.pool,
    );
  }

  #replace(reason: string): void {
    if (this.#stopping) return;
    this.#pool = undefined;
    this.#options.log.warn({ reason }, "the job workers gave up; starting others");
    this.#startLater();
  }

  /** Workers that begin while the database is away get no jobs when it is back. */
  #startLater(): void {
    const start = () => this.start();
    const later = () => this.#startLater();
    if (!this.#stopping) this.#options.timers.after(restartMs, () => void this.#probe().then(start).catch(later));
  }

  /** Resolves when the database answers. */
  #probe(): Promise<unknown> {
    return this.#options.database.query("select 1");
  }

  /** There is something to do: one of the idle workers looks at once. */
  nudge(): void {
    if (!this.#stopping && this.#pool?._active) this.#pool.nudge(1);
  }

  /** There will be something to do, which no notification tells; much later than now it is found by polling. */
  nudgeIn(ms: number): void {
    if (ms < longestNudgeMs) this.#options.timers.after(ms + 1, () => this.nudge());
  }

  /** Takes no more jobs; resolves when those under way are over. */
  async stop(): Promise<void> {
    this.#stopping = true;
    try {
      await this.#pool?.gracefulShutdown();
    } catch (error) {
      // What it could not give back is unlocked when this replica leaves.
      this.#options.log.debug({ err: error }, "the job workers did not stop cleanly");
    }
  }
}

function jobOf(payload: unknown): LaneJob {
  const { lane, group } = payload as Partial<LaneJob>;
  if (typeof lane === "string" && typeof group === "string") return { lane, group };
  throw new TypeError("a job without a lane");
}
