/** One attempt of the sender to hand over a delivery. Attempts of one delivery share the guid. */
export interface SentAttempt {
  readonly id: string;
  readonly guid: string;
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `none`: the sender got no answer, or none yet. */
  readonly answer: "ok" | "refused" | "none";
}

/** What was sent, fit to be put into the inbox. */
export interface SentContent {
  readonly hook: string;
  readonly body: Uint8Array;
}

/** Whoever sent the deliveries, and remembers them for a while. */
export interface DeliverySource {
  /** Attempts at or after `since` (milliseconds since the epoch), in any order. */
  list(since: number): Promise<readonly SentAttempt[]>;
  /** Undefined when the sender no longer has it. */
  fetch(id: string): Promise<SentContent | undefined>;
  /** Asks the sender to send it again, some time. */
  redeliver(id: string): Promise<void>;
}
