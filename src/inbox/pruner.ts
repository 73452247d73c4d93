import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";
import type { InboxLimits } from "./limits.ts";
import type { Store } from "./store.ts";
import type { Timers } from "./timers.ts";

export interface PrunerOptions {
  readonly store: Pick<Store, "prune">;
  readonly limits: InboxLimits;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Logger;
  /** Called after each pass. */
  readonly onPruned: () => Promise<void>;
}

const everyMs = 5 * 60_000;
const rowsAtOnce = 200;

/** Forgets old bodies and rows at the start and every five minutes, a few at a time; returns how to stop it. */
export function startPruner(options: PrunerOptions): () => void {
  let stopped = false;
  let cancel = () => {};
  const pass = async () => {
    try {
      while (!stopped && (await pruneSome(options)));
      await options.onPruned();
    } catch (error) {
      // The next pass tries again; a disk that refuses is already known to the store.
      options.log.debug({ err: error }, "pruning the inbox failed");
    }
    if (!stopped) cancel = options.timers.after(everyMs, () => void pass());
  };
  void pass();
  return () => {
    stopped = true;
    cancel();
  };
}

function pruneSome({ store, limits, clock }: PrunerOptions): Promise<boolean> {
  const now = clock.now();
  return store.prune({
    doneBodiesBefore: now - limits.keepBodiesMs,
    rowsBefore: now - limits.keepRowsMs,
    valuesBefore: now,
    bodyBytes: limits.bodyBytes,
    limit: rowsAtOnce,
  });
}
