import { type Budget, type BudgetSettings, pointsFor } from "./budget.ts";
import type { SharedBudgets } from "./sharing.ts";
import { type BucketSettings, flowOf } from "./token-bucket.ts";

/** The budget of an installation that several processes speak for: all of them spend from the same rows. */
export function sharedBudget(
  { points, minute, hour }: BudgetSettings,
  { budgets, tenant }: { readonly budgets: SharedBudgets; readonly tenant: string },
): Budget {
  const costing = (name: string, bucket: BucketSettings, cost: number) => {
    return { name: `github/${name}/${tenant}`, cost, ...flowOf(bucket) };
  };
  return {
    spend(cost, patienceMs) {
      const content = cost === "content";
      const all = [
        costing("points", points, pointsFor[cost]),
        ...(content ? [costing("content-minute", minute, 1), costing("content-hour", hour, 1)] : []),
      ];
      // A minute's points are soon there again; an hour's comments are not.
      return budgets.spend({ budgets: all, patienceMs, durable: content });
    },
  };
}
