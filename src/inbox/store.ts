import type { IncomingDelivery } from "./inbox.ts";

/** What the scheduler remembers of a delivery while its bytes stay on disk. */
export interface PendingDelivery extends Omit<IncomingDelivery, "body"> {
  readonly id: number;
  /** Bytes of the body. */
  readonly size: number;
  /** How often it was started. */
  readonly attempts: number;
  /** How often an attempt ended in failure. */
  readonly failures: number;
  /** How often the process died while it ran. */
  readonly crashes: number;
  /** When its tries began to count, in milliseconds since the epoch. */
  readonly since: number;
  /** Not to be run before this moment. */
  readonly notBefore: number;
}

/** `failed` runs again, `dead` does not. */
export type StepState = "done" | "failed" | "dead";

/** What is known of one step. */
export interface StepRecord {
  readonly step: string;
  readonly state: StepState;
  /** How often it failed. */
  readonly tries: number;
  readonly error: string | null;
}

/** What a run needs besides the row. */
export interface DeliveryContent {
  /** How often it was started. */
  readonly attempts: number;
  readonly body: Uint8Array;
  readonly steps: readonly StepRecord[];
}

/** `done` and `dead` have ended; `dead` needs a person. */
export type DeliveryState = "pending" | "done" | "dead";

/** A row as people ask for it; `body` is absent once it was pruned. */
export interface StoredRow extends PendingDelivery {
  readonly state: DeliveryState;
  readonly error: string | null;
  readonly endedAt: number | null;
  readonly body: Uint8Array | undefined;
  readonly steps: readonly StepRecord[];
}

/** A delivery that was given up, and why. */
export interface DeadDelivery extends Omit<PendingDelivery, "notBefore"> {
  readonly error: string;
  readonly endedAt: number;
}

/** `revived`: it was dead and is pending again under its old number. */
export type PutOutcome =
  | { readonly result: "stored"; readonly id: number; readonly revived: boolean }
  | { readonly result: "duplicate" };

/** A step that failed in a run, and whether it may run again. */
export interface FailedStep {
  readonly step: string;
  readonly state: "failed" | "dead";
  readonly error: string;
  /** It failed for something that passes: the failure does not count against it. */
  readonly uncounted?: true;
}

/** `pruned`: it is known, but its body is no longer kept. */
export type ReplayOutcome =
  | { readonly result: "replayed"; readonly row: PendingDelivery }
  | { readonly result: "unknown" | "pending" | "pruned" };

/** What a crash left behind. */
export interface CrashReport {
  /** Deliveries that ran when the process died and will run again. */
  readonly interrupted: number;
  /** Deliveries that were running at too many deaths and are dead now. */
  readonly quarantined: readonly string[];
}

/** What is old enough to be forgotten. */
export interface PruneRequest {
  /** Bodies of done deliveries that ended before this are dropped. */
  readonly doneBodiesBefore: number;
  /** Done and dead rows, and effects, from before this are deleted. */
  readonly rowsBefore: number;
  /** Values that were to be kept until before this are deleted. */
  readonly valuesBefore: number;
  /** Oldest done bodies go first when all bodies together take more bytes than this. */
  readonly bodyBytes: number;
  /** At most this many rows in one transaction. */
  readonly limit: number;
}

/** What is known of an effect; `since` is the moment of its last intent. */
export interface EffectState {
  readonly state: "new" | "unknown" | "done";
  readonly since: number;
}

/** Why a freshly opened store is not the one that was closed. */
export interface StoreLoss {
  readonly kind: "corrupt" | "missing";
  readonly detail: string;
  /** Where the damaged file was put. */
  readonly movedTo: string | undefined;
}

/** `unavailable` passes by itself; `broken` needs a restart, which puts a damaged file aside. */
export interface StoreHealth {
  readonly state: "open" | "unavailable" | "broken" | "closed";
  readonly detail: string | undefined;
}

/**
 * Where deliveries are kept. Every call resolves after its write is synced, and rejects with InboxUnavailable when
 * nothing of it was kept. SQLite in a worker thread is the default; PostgreSQL can take its place.
 */
export interface StoreCalls {
  put(a: { delivery: IncomingDelivery; started: boolean; now: number }): Promise<PutOutcome>;
  /** Oldest first. */
  pending(a: null): Promise<readonly PendingDelivery[]>;
  content(a: { id: number }): Promise<DeliveryContent | undefined>;
  /** Must be on disk before the handler runs: a start without an end is how a poisonous delivery is known. */
  start(a: { id: number }): Promise<void>;
  finishStep(a: { id: number; step: string; now: number }): Promise<void>;
  finish(a: {
    id: number;
    state: "done" | "dead";
    error: string | null;
    steps: readonly FailedStep[];
    now: number;
  }): Promise<void>;
  /** `counts`: the attempt is among the delivery's failures. */
  retry(a: {
    id: number;
    notBefore: number;
    error: string;
    steps: readonly FailedStep[];
    now: number;
    counts: boolean;
  }): Promise<void>;
  /** A started delivery was stopped on purpose: it stays pending and that start does not count against it. */
  release(a: { id: number }): Promise<void>;
  recover(a: { crashes: number; now: number }): Promise<CrashReport>;
  find(a: { guid: string }): Promise<StoredRow | undefined>;
  /** Latest first. */
  dead(a: { limit: number }): Promise<readonly DeadDelivery[]>;
  deadCount(a: null): Promise<number>;
  replay(a: { guid: string; fresh: boolean; now: number }): Promise<ReplayOutcome>;
  /** Resolves to whether there is more to prune. */
  prune(a: PruneRequest): Promise<boolean>;
  probe(a: null): Promise<void>;

  effectBegin(a: { effect: string; now: number }): Promise<EffectState>;
  effectSettle(a: { effect: string; outcome: "done" | "refused"; now: number }): Promise<void>;
  blobGet(a: { key: string }): Promise<{ readonly bytes: Uint8Array; readonly usedAt: number } | undefined>;
  blobTouch(a: { key: string; now: number }): Promise<void>;
  blobSet(a: { key: string; bytes: Uint8Array; limit: number; now: number }): Promise<void>;
  valueGet(a: { key: string }): Promise<string | undefined>;
  /** `until` null: kept for good. */
  valueSet(a: { key: string; value: string; until: number | null }): Promise<void>;
}

/** The calls that side stores are made of. */
export type SideCalls = Pick<
  StoreCalls,
  "effectBegin" | "effectSettle" | "blobGet" | "blobTouch" | "blobSet" | "valueGet" | "valueSet"
>;

/** An open store. */
export interface Store extends StoreCalls {
  readonly loss: StoreLoss | undefined;
  health(): StoreHealth;
  /** Ends what was asked for, tidies the file and lets go of it. */
  close(): Promise<void>;
}
