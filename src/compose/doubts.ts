import type { Clock } from "../clock.ts";
import type { KeyValueStore } from "../inbox/inbox.ts";

/** Deliveries that a store which is no more may have run: their comments are looked for before they are made. */
export interface Doubts {
  /** `since`: when it was first sent, in milliseconds since the epoch. Resolves when that is on disk. */
  note(delivery: string, since: number): Promise<void>;
  /** Since when something may have come of the delivery; undefined when there is no doubt. */
  since(delivery: string): Promise<number | undefined>;
}

/** As long as a dead delivery can be run again, in milliseconds. */
const KEEP_MS = 30 * 24 * 60 * 60_000;

export function createDoubts(values: KeyValueStore, clock: Clock): Doubts {
  const keyOf = (delivery: string) => `doubt ${delivery}`;
  return {
    note: (delivery, since) => values.set(keyOf(delivery), String(since), clock.now() + KEEP_MS),
    since: async (delivery) => Number(await values.get(keyOf(delivery))) || undefined,
  };
}
