import type { DeliveryHandler } from "../inbox.ts";
import { JobWorkers } from "./job-workers.ts";
import { LaneRunner, type LaneRunnerOptions } from "./lane-runner.ts";

export type CrewOptions = Omit<LaneRunnerOptions, "handle" | "wakeIn">;

/** Those who run deliveries in this replica: none before `start`. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #stopping = new AbortController();
  #runner: LaneRunner | undefined;
  #workers: JobWorkers | undefined;

  constructor(options: CrewOptions) {
    this.#options = options;
  }

  /** How many deliveries run now. */
  get running(): number {
    return this.#runner?.running ?? 0;
  }

  start(handle: DeliveryHandler): void {
    const { database, membership, limits, timers, log } = this.#options;
    const runner = new LaneRunner({ ...this.#options, handle, wakeIn: (ms) => this.#workers?.nudgeIn(ms) });
    const workers = new JobWorkers({
      ...{ database, log, timers, concurrency: limits.running },
      forbidden: () => runner.fullGroups(),
      run: (job) => runner.run(job),
      onPool: (id) => membership.lockAs([id]),
    });
    this.#runner = runner;
    this.#workers = workers;
    // Until the others know that they share, they trust what only they have written.
    void membership.heard(this.#stopping.signal).then(() => workers.start());
  }

  /** There is something to run: whoever is idle looks at once. */
  nudge(): void {
    this.#workers?.nudge();
  }

  /** Nothing begins any more that has not begun. */
  close(): void {
    this.#stopping.abort();
  }

  /** Lets runs end for `graceMs`, then stops them. */
  async stop(graceMs: number): Promise<void> {
    await Promise.all([this.#runner?.stop(graceMs), this.#workers?.stop()]);
  }
}
