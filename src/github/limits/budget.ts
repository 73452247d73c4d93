import type { Cost } from "../ask.ts";
import type { LimitSettings } from "./limit-settings.ts";
import type { BucketSettings } from "./token-bucket.ts";

/** What an installation may still ask for. */
export interface Budget {
  /** Resolves to the milliseconds to wait before sending; when they are more than `patienceMs`, nothing was spent. */
  spend(cost: Cost, patienceMs: number): Promise<number>;
}

/** Points for whatever is asked, and what may be made that people are notified of. */
export type BudgetSettings = Readonly<Record<"points" | "minute" | "hour", BucketSettings>>;

/** What each kind of request costs. Source: GitHub, "Rate limits for the REST API", secondary limits. */
export const pointsFor: Readonly<Record<Cost, number>> = { read: 1, write: 5, content: 5 };

/** GitHub counts when a request arrives, and some are longer on their way than others. */
const jitterMs = 2_000;

/** The budgets that the settings of an installation's limits describe. */
export function bucketsOf(settings: LimitSettings): BudgetSettings {
  const { pointsPerMinute, pointsBurst, contentPerMinute, contentBurst, contentPerHour, contentHourBurst } = settings;
  return {
    points: { limit: pointsPerMinute, windowMs: 60_000 + jitterMs, burst: pointsBurst },
    minute: { limit: contentPerMinute, windowMs: 60_000 + jitterMs, burst: contentBurst },
    hour: { limit: contentPerHour, windowMs: 3_600_000 + jitterMs, burst: contentHourBurst },
  };
}
