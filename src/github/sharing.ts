import type { Clock } from "../clock.ts";

/** What a process must know of the others that act for the same installations. */
export interface Sharing {
  /** How many processes there are, this one included; each takes an equal part of every limit. */
  readonly replicas: () => number;
  /** Throws when the run that calls must write no more, because another process has its work. */
  readonly mustHold: () => void;
}

/**
 * Tells since when this process has been the only writer: from its start, or from the last time there were others. What
 * was written before that moment may be missing from any payload.
 */
export function soleSince({ replicas }: Sharing, clock: Clock): () => number {
  let since = clock.now();
  return () => {
    if (replicas() > 1) since = clock.now();
    return since;
  };
}

/** One process that shares with nobody. */
export const alone: Sharing = { replicas: () => 1, mustHold: () => {} };
