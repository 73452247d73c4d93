import { persistently } from "../persistently.ts";
import type { Timers } from "../timers.ts";
import { currentRun } from "./current-run.ts";

/** Waits for a database that is away as long as the calling run lasts; outside of a run it is asked once. */
export function insist<T>(action: () => Promise<T>, timers: Timers): Promise<T> {
  const run = currentRun();
  return run === undefined ? action() : persistently(action, timers, run.signal);
}
