export interface BucketSettings {
  /** No window of `windowMs` ever sees more than this. */
  readonly limit: number;
  readonly windowMs: number;
  /** How many may go at once after a quiet time; the rest of the limit flows in evenly. */
  readonly burst: number;
}

/** What may go at once, and how much flows in each millisecond, so that no window sees more than the limit. */
export function flowOf({ limit, windowMs, burst }: BucketSettings): { readonly burst: number; readonly perMs: number } {
  const atOnce = Math.min(burst, limit / 2);
  return { burst: atOnce, perMs: (limit - atOnce) / windowMs };
}

/** What has to outlive a restart. */
export interface BucketState {
  readonly level: number;
  readonly at: number;
}

/** Counts what may still be spent. Holds no timer: the time is an argument, in milliseconds. */
export class TokenBucket {
  readonly #burst: number;
  readonly #perMs: number;
  #level: number;
  #at: number;

  constructor(settings: BucketSettings, now: number) {
    const { burst, perMs } = flowOf(settings);
    this.#burst = burst;
    this.#perMs = perMs;
    this.#level = this.#burst;
    this.#at = now;
  }

  /** Milliseconds until `cost` can be spent. */
  wait(cost: number, now: number): number {
    this.#flow(now);
    return this.#level >= cost ? 0 : Math.ceil((cost - this.#level) / this.#perMs);
  }

  /** Spends `cost`, ahead of time when the caller goes on to wait. */
  take(cost: number, now: number): void {
    this.#flow(now);
    this.#level -= cost;
  }

  state(now: number): BucketState {
    this.#flow(now);
    return { level: this.#level, at: this.#at };
  }

  /** Takes over what an earlier process had left, never more than is here now. */
  restore({ level, at }: BucketState, now: number): void {
    this.#flow(now);
    const flowed = level + Math.max(now - at, 0) * this.#perMs;
    this.#level = Math.min(this.#level, flowed, this.#burst);
  }

  #flow(now: number): void {
    this.#level = Math.min(this.#burst, this.#level + Math.max(now - this.#at, 0) * this.#perMs);
    this.#at = now;
  }
}
