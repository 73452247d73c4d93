import { Once } from "../cache/once.ts";
import type { BudgetContext } from "./content-budget.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** How often the disk is told, in milliseconds; until then a restart has to assume that all was spent. */
const tellEveryMs = 20_000;

/**
 * The minute's points. Too many to write each of them down: the disk only knows until when they may have been spent to
 * the last, and a process that starts before that begins with none.
 */
export class PointsBudget {
  readonly #bucket: TokenBucket;
  readonly #context: BudgetContext;
  readonly #key: string;
  readonly #loaded = new Once<void>();
  #toldUntil = 0;
  #telling: Promise<void> = Promise.resolve();

  constructor(bucket: TokenBucket, context: BudgetContext) {
    this.#bucket = bucket;
    this.#context = context;
    this.#key = `github/points/${context.tenant}`;
  }

  /** Must resolve before the budget is used. */
  load(): Promise<void> {
    return this.#loaded.read(async () => {
      const { clock, values } = this.#context;
      const now = clock.now();
      const spentUntil = Number(await values.get(this.#key));
      // What lies further ahead than it was told came from a clock that was set back since.
      if (spentUntil > 0) this.#bucket.restore({ level: 0, at: Math.min(spentUntil, now) }, now);
    });
  }

  wait(cost: number, now: number): number {
    return this.#bucket.wait(cost, now);
  }

  /** Resolves when the disk knows that points are being spent. */
  take(cost: number, now: number): Promise<void> {
    this.#bucket.take(cost, now);
    if (now >= this.#toldUntil || this.#toldUntil - now > tellEveryMs) {
      this.#toldUntil = now + tellEveryMs;
      this.#telling = this.#context.values.set(this.#key, String(this.#toldUntil)).catch((error) => {
        this.#toldUntil = 0;
        throw error;
      });
    }
    return this.#telling;
  }
}
