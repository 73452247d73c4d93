import type { Clock } from "../../clock.ts";
import { Once } from "../cache/once.ts";
import type { KeyValueStore } from "../stores.ts";
import type { BucketState, TokenBucket } from "./token-bucket.ts";

export interface BudgetContext {
  readonly clock: Clock;
  readonly values: KeyValueStore;
  readonly tenant: string;
}

/** What may still be made that people are notified of. */
export interface ContentBuckets {
  readonly hour: TokenBucket;
  readonly minute: TokenBucket;
}

/** The minute's and the hour's budget for content, on disk, so that a restart does not fill them up again. */
export class ContentBudget {
  readonly #buckets: ContentBuckets;
  readonly #context: BudgetContext;
  readonly #key: string;
  readonly #loaded = new Once<void>();

  constructor(buckets: ContentBuckets, context: BudgetContext) {
    this.#buckets = buckets;
    this.#context = context;
    this.#key = `github/content-hour/${context.tenant}`;
  }

  /** Must resolve before the budget is used. */
  load(): Promise<void> {
    return this.#loaded.read(async () => {
      const { clock, values } = this.#context;
      const kept = parse(await values.get(this.#key));
      if (kept?.hour) this.#buckets.hour.restore(kept.hour, clock.now());
      if (kept?.minute) this.#buckets.minute.restore(kept.minute, clock.now());
    });
  }

  wait(now: number): number {
    return Math.max(this.#buckets.hour.wait(1, now), this.#buckets.minute.wait(1, now));
  }

  /** Resolves when the withdrawal is on disk. */
  async take(now: number): Promise<void> {
    const { hour, minute } = this.#buckets;
    hour.take(1, now);
    minute.take(1, now);
    const kept = { ...hour.state(now), minute: minute.state(now) };
    await this.#context.values.set(this.#key, JSON.stringify(kept));
  }
}

interface Kept {
  readonly hour: BucketState | undefined;
  readonly minute: BucketState | undefined;
}

function parse(text: string | undefined): Kept | undefined {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as Partial<BucketState> & { minute?: Partial<BucketState> };
    return { hour: stateOf(value), minute: stateOf(value.minute) };
  } catch {
    // A value nobody can read is no reason to stop; the budget starts full, as on the first day.
    return undefined;
  }
}

function stateOf(value: Partial<BucketState> | undefined): BucketState | undefined {
  const { level, at } = value ?? {};
  return Number.isFinite(level) && Number.isFinite(at) ? { level: Number(level), at: Number(at) } : undefined;
}
