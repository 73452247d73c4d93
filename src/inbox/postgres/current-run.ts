import { AsyncLocalStorage } from "node:async_hooks";
import type { Hold } from "./hold.ts";

/** The run in whose name code runs. */
export interface CurrentRun {
  readonly hold: Hold;
  /** Fires when the run must end. */
  readonly signal: AbortSignal;
}

const runs = new AsyncLocalStorage<CurrentRun>();

/** Runs `work` and all that it calls in the name of a run. */
export function runAs<T>(run: CurrentRun, work: () => T): T {
  return runs.run(run, work);
}

/** Undefined outside of any run. */
export function currentRun(): CurrentRun | undefined {
  return runs.getStore();
}
