import type { FinishedRun } from "../finished-run.ts";
import type { IncomingDelivery } from "../inbox.ts";
import type { InboxLimits } from "../limits.ts";
import { startRounds } from "../rounds.ts";
import { pause, type Timers } from "../timers.ts";
import type { Database } from "./database.ts";
import { type Backlog, readBacklog } from "./delivery-reads.ts";

const readEveryMs = 2_000;
const idleEveryMs = 50;

/** How much there is to do for all replicas together: read every two seconds, in between carried on by what is known here. */
export class BacklogCount {
  readonly #database: Database;
  readonly #timers: Timers;
  #seen: Backlog = { pending: 0, bytes: 0, waiting: 0, dead: 0, parked: 0 };
  /** What arrived here since it was read, less what ended. */
  #arrived = { rows: 0, bytes: 0 };
  readonly #stop = new AbortController();
  #stopReading = () => {};

  constructor(database: Database, timers: Timers) {
    this.#database = database;
    this.#timers = timers;
  }

  get now(): Backlog {
    const { pending, bytes } = this.#seen;
    const { rows, bytes: more } = this.#arrived;
    return { ...this.#seen, pending: Math.max(0, pending + rows), bytes: Math.max(0, bytes + more) };
  }

  async read(): Promise<void> {
    const before = this.#arrived;
    const seen = await readBacklog(this.#database);
    this.#seen = seen;
    // What came in while it was read may or may not be counted; twice is better than not at all.
    this.#arrived = { rows: this.#arrived.rows - before.rows, bytes: this.#arrived.bytes - before.bytes };
  }

  /** Reads it from now on. */
  watch(): void {
    // The database's health tells that it is away; the next read follows.
    const next = () => readEveryMs;
    const round = () => this.read().then(next, next);
    this.#stopReading = startRounds({ timers: this.#timers, firstMs: readEveryMs, round });
  }

  arrived({ body }: IncomingDelivery): void {
    this.#arrived = { rows: this.#arrived.rows + 1, bytes: this.#arrived.bytes + body.byteLength };
  }

  ended({ outcome }: FinishedRun): void {
    if (outcome === "done" || outcome === "dead") this.#arrived = { ...this.#arrived, rows: this.#arrived.rows - 1 };
  }

  isFull({ backlogRows, backlogBytes }: InboxLimits, bytes: number): boolean {
    const { pending, bytes: held } = this.now;
    return pending >= backlogRows || held >= backlogBytes || held + bytes > backlogBytes;
  }

  /** Resolves when nothing is pending in any replica but what is parked, and this one is quiet. */
  async idle(quiet: () => boolean): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.read();
      if (this.#seen.pending === this.#seen.parked && quiet()) break;
      await pause(this.#timers, idleEveryMs, this.#stop.signal);
    }
    this.#arrived = { rows: 0, bytes: 0 };
  }

  stop(): void {
    this.#stop.abort();
    this.#stopReading();
  }
}
