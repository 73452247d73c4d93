import { Logger as WorkerLogger } from "graphile-worker";
import type { Logger } from "../../log.ts";

/** graphile-worker's own words, below ours: what matters of them is said again in terms of deliveries. */
export function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === "error" || level === "warning") log.debug({ worker: message }, "graphile-worker");
  });
}
