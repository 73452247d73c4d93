/**
 * Deliveries on disk. This room knows bytes and keys, nothing of GitHub: what a delivery means is decided by the
 * handler it is given.
 */

/** One accepted webhook, as it is kept. */
export interface IncomingDelivery {
  /** Which hook sent it: GUIDs are unique per event, not per hook. */
  readonly hook: string;
  readonly guid: string;
  readonly event: string;
  /** Deliveries of one lane and group run one after the other, in order of arrival. */
  readonly lane: string;
  /** Deliveries of one group share a limit on how many run at once; the installation's id. */
  readonly group: string;
  /** The bytes that were signed. */
  readonly body: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
}

export interface StoredDelivery extends IncomingDelivery {
  /** Order of arrival. */
  readonly id: number;
  /** How often it was started, this time included. */
  readonly attempt: number;
  /** Steps that ended in an earlier attempt and must not run again. */
  readonly doneSteps: ReadonlySet<string>;
}

/** What a handler is given besides the delivery. */
export interface DeliveryRun {
  /** Fires when the process stops or the delivery's time is up. */
  readonly signal: AbortSignal;
  /** Records that a step ended for good; resolves when that is on disk. */
  finishStep(step: string): Promise<void>;
}

/** Runs a delivery. Rejects with {@link StepFailures} when steps must run again or are beyond help. */
export type DeliveryHandler = (delivery: StoredDelivery, run: DeliveryRun) => Promise<void>;

/**
 * Whether running a failed step again can help. `wait`: whatever stands in its way will pass and is not its fault, so
 * tries do not count; `park`: not before something changes for its whole group.
 */
export type RetryAdvice = "backoff" | "once" | "never" | "park" | "wait";

export interface StepFailure {
  readonly step: string;
  /** One sentence for the log and for `bowsprit replay`. */
  readonly reason: string;
  readonly advice: RetryAdvice;
  /** Not before this many milliseconds from now. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** Some steps of a delivery failed; the others ended. */
export class StepFailures extends Error {
  override readonly name = "StepFailures";
  readonly failures: readonly StepFailure[];

  constructor(failures: readonly StepFailure[]) {
    super(failures.map((failure) => `${failure.step}: ${failure.reason}`).join("; "));
    this.failures = failures;
  }
}

export type PutResult = "stored" | "duplicate" | "full";

/** The promise of `put`: what it resolved for is on disk, synced, before it resolves. */
export interface Inbox {
  put(delivery: IncomingDelivery): Promise<PutResult>;
  /** Resolves when nothing is pending or running and every retry is over. */
  idle(): Promise<void>;
  counts(): InboxCounts;
}

export interface InboxCounts {
  readonly pending: number;
  readonly running: number;
  readonly waiting: number;
  readonly dead: number;
}

/**
 * Effects that GitHub does not make idempotent (comments): an intent is on disk before the call, and what became of the
 * call after it. See docs/guarantees.md.
 */
export interface EffectLog {
  /** `new`: call now. `unknown`: an earlier call may have reached GitHub; look for its marker first. `done`: nothing to do. */
  begin(effect: string): Promise<{ readonly state: "new" | "unknown" | "done"; readonly since: number }>;
  /** The call got a definite answer: `done`, or `refused` so that it may be made again. */
  settle(effect: string, outcome: "done" | "refused"): Promise<void>;
}

/** Immutable bytes by content id, kept across restarts and shared between repositories of one installation. */
export interface BlobStore {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, bytes: Uint8Array): Promise<void>;
}

/** Small values that outlive a restart, such as limits already used up. */
export interface KeyValueStore {
  get(key: string): Promise<string | undefined>;
  /** A value with an `until`, in milliseconds since the epoch, is forgotten some time after that moment. */
  set(key: string, value: string, until?: number): Promise<void>;
}

/** One of the budgets that something costs. */
export interface BudgetCost {
  readonly name: string;
  readonly cost: number;
  /** What may be spent at once after a quiet time; it begins full. */
  readonly burst: number;
  /** What flows in each millisecond. */
  readonly perMs: number;
}

/** Something that is paid from all of its budgets or from none. */
export interface Spending {
  readonly budgets: readonly BudgetCost[];
  /** Nothing is spent when it would have to wait longer than this. */
  readonly patienceMs: number;
  /** False: a crash of the store may forget it, for an answer that does not wait for the disk. */
  readonly durable: boolean;
}

/** Budgets that all processes spend from together. */
export interface SharedBudgets {
  /** Resolves to the milliseconds that the caller must wait; more than its patience means that nothing was spent. */
  spend(spending: Spending): Promise<number>;
}
