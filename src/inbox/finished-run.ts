import type { Logger } from "../log.ts";
import type { Ending } from "./ending.ts";
import type { StoredDelivery } from "./inbox.ts";
import type { PendingDelivery } from "./store.ts";

/** How one run of a delivery ended. */
export interface FinishedRun {
  readonly delivery: Omit<StoredDelivery, "body">;
  readonly durationMs: number;
  /** From receipt, or from when it was made to run again after it had ended, until now. */
  readonly ageMs: number;
  readonly outcome: "done" | "retry" | "dead" | "interrupted";
}

/** The age of a delivery's present life, in milliseconds; not negative, whatever the clocks say. */
export function ageOf({ receivedAt, since }: Pick<PendingDelivery, "receivedAt" | "since">, now: number): number {
  return Math.max(0, now - Math.max(receivedAt, since));
}

export interface Listeners {
  readonly log: Logger;
  readonly onFinished: (run: FinishedRun) => void;
}

/** Tells the log what a person may have to know of a run, and the observer of every one. */
export function tellFinished(run: FinishedRun, ending: Ending, { log, onFinished }: Listeners): void {
  const { guid: delivery, attempt } = run.delivery;
  if (ending.outcome === "dead")
    log.error({ delivery, attempt, err: ending.cause, reason: ending.reason }, "delivery is dead");
  if (ending.outcome === "retry") {
    const { cause, reason, notBefore } = ending;
    log.warn({ delivery, attempt, err: cause, reason, notBefore }, "delivery failed and will be tried again");
  }
  try {
    onFinished(run);
  } catch (error) {
    log.error({ err: error, delivery }, "the observer of finished deliveries failed");
  }
}
