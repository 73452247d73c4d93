import type { Clock } from "../../clock.ts";

/** What a process must know of the others that act for the same installations. */
export interface Sharing {
  /** How many processes there are, this one included. */
  readonly replicas: () => number;
  /** Throws when the run that calls must write no more, because another process has its work. */
  readonly mustHold: () => void;
  /** What they spend from together; absent where each keeps count for itself, because it is alone. */
  readonly budgets?: SharedBudgets;
}

/** Something that is paid from all of these budgets or from none. */
export interface Spending {
  /** `burst` may be spent at once after a quiet time, `perMs` flows in each millisecond. */
  readonly budgets: readonly {
    readonly name: string;
    readonly cost: number;
    readonly burst: number;
    readonly perMs: number;
  }[];
  /** Nothing is spent when it would have to wait longer than this. */
  readonly patienceMs: number;
  /** False: a crash of whoever keeps count may forget it. */
  readonly durable: boolean;
}

/** Budgets that all processes spend from together. */
export interface SharedBudgets {
  /** Resolves to the milliseconds that the caller must wait; more than its patience means that nothing was spent. */
  spend(spending: Spending): Promise<number>;
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
