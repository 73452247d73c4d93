import type { Memory } from "../../plugin-kit/memory.ts";

/**
 * What is still to be said or tidied after a label was changed. It is on disk before the change, because whoever finds
 * the label changed already could not tell otherwise that it was this very delivery, cut short in the middle.
 */
export interface OwedNotes {
  /** Must resolve before the label is changed. */
  owe(): Promise<void>;
  areOwed(): Promise<boolean>;
  settle(): Promise<void>;
}

const KEY = "owed notes";

/** `cause` is the same whenever the same delivery is tried again. */
export function owedNotes(memory: Memory, number: number, cause: string): OwedNotes {
  return {
    owe: () => memory.remember(number, KEY, cause),
    areOwed: async () => (await memory.recall(number, KEY)) === cause,
    settle: () => memory.remember(number, KEY, ""),
  };
}
