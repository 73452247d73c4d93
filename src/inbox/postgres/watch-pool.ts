import type { WorkerEvents } from "graphile-worker";
import type { Timers } from "../timers.ts";

export interface PoolWatchOptions {
  readonly timers: Timers;
  /** Resolves when the database answers. */
  readonly probe: () => Promise<unknown>;
  /** In this time every idle worker looks for a job at least once. */
  readonly patienceMs: number;
  /** The database answers, and still no worker gets one. */
  readonly onStuck: () => void;
}

/**
 * Notices workers that will never run anything again: graphile-worker asks once which tasks there are, and when the
 * database was away at that moment it takes the refusal for the answer, for ever.
 */
export function watchPool(events: WorkerEvents, { timers, probe, patienceMs, onStuck }: PoolWatchOptions): void {
  let looking = false;
  let failures = 0;
  let successes = 0;
  const judge = () => {
    looking = false;
    if (failures > 0 && successes === 0) onStuck();
  };
  const look = async () => {
    looking = true;
    try {
      await probe();
    } catch {
      // It is still away, so that says nothing of the workers; their next failure asks again.
      looking = false;
      return;
    }
    failures = 0;
    successes = 0;
    timers.after(patienceMs, judge);
  };
  events.on("worker:getJob:error", () => {
    failures++;
    if (!looking) void look();
  });
  const worked = () => {
    successes++;
  };
  events.on("worker:getJob:empty", worked);
  events.on("job:start", worked);
}
