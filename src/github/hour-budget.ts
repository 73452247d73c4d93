import type { Clock } from "../clock.ts";
import { Once } from "./once.ts";
import type { KeyValueStore } from "./stores.ts";
import type { BucketState, TokenBucket } from "./token-bucket.ts";

interface HourContext {
  readonly clock: Clock;
  readonly values: KeyValueStore;
  readonly tenant: string;
}

/** The hour's budget for content, on disk, so that a restart does not fill it up again. */
export class HourBudget {
  readonly #bucket: TokenBucket;
  readonly #context: HourContext;
  readonly #key: string;
  readonly #loaded = new Once<void>();

  constructor(bucket: TokenBucket, context: HourContext) {
    this.#bucket = bucket;
    this.#context = context;
    this.#key = `github/content-hour/${context.tenant}`;
  }

  /** Must resolve before the budget is used. */
  load(): Promise<void> {
    return this.#loaded.read(async () => {
      const state = parseState(await this.#context.values.get(this.#key));
      if (state) this.#bucket.restore(state, this.#context.clock.now());
    });
  }

  wait(now: number): number {
    return this.#bucket.wait(1, now);
  }

  /** Resolves when the withdrawal is on disk. */
  async take(now: number): Promise<void> {
    this.#bucket.take(1, now);
    await this.#context.values.set(this.#key, JSON.stringify(this.#bucket.state(now)));
  }
}

function parseState(text: string | undefined): BucketState | undefined {
  if (text === undefined) return undefined;
  try {
    const { level, at } = JSON.parse(text) as Partial<BucketState>;
    return Number.isFinite(level) && Number.isFinite(at) ? { level: Number(level), at: Number(at) } : undefined;
  } catch {
    // A value nobody can read is no reason to stop; the budget starts full, as on the first day.
    return undefined;
  }
}
