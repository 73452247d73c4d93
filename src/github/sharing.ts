/** What a process must know of the others that act for the same installations. */
export interface Sharing {
  /** How many processes there are, this one included; each takes an equal part of every limit. */
  readonly replicas: () => number;
  /** Throws when the run that calls must write no more, because another process has its work. */
  readonly mustHold: () => void;
}

/** One process that shares with nobody. */
export const alone: Sharing = { replicas: () => 1, mustHold: () => {} };
