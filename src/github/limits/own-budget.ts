import type { Cost } from "../ask.ts";
import { type Budget, type BudgetSettings, pointsFor } from "./budget.ts";
import { type BudgetContext, ContentBudget } from "./content-budget.ts";
import { PointsBudget } from "./points-budget.ts";
import { TokenBucket } from "./token-bucket.ts";

/** The budget of an installation that no other process speaks for; it outlives a restart. */
export class OwnBudget implements Budget {
  readonly #context: BudgetContext;
  readonly #points: PointsBudget;
  readonly #content: ContentBudget;

  constructor({ points, minute, hour }: BudgetSettings, context: BudgetContext) {
    const now = context.clock.now();
    this.#context = context;
    this.#points = new PointsBudget(new TokenBucket(points, now), context);
    this.#content = new ContentBudget(
      { hour: new TokenBucket(hour, now), minute: new TokenBucket(minute, now) },
      context,
    );
  }

  async spend(cost: Cost, patienceMs: number): Promise<number> {
    await this.#points.load();
    if (cost === "content") await this.#content.load();
    const now = this.#context.clock.now();
    const wait = this.#waitFor(cost, now);
    // Both are spent at once; what is waited for is only the disk.
    if (wait <= patienceMs) {
      await Promise.all([this.#points.take(pointsFor[cost], now), cost === "content" && this.#content.take(now)]);
    }
    return wait;
  }

  #waitFor(cost: Cost, now: number): number {
    const wait = this.#points.wait(pointsFor[cost], now);
    return cost === "content" ? Math.max(wait, this.#content.wait(now)) : wait;
  }
}
