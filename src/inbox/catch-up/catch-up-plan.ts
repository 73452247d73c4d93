import type { SentAttempt } from "./catch-up-source.ts";

/** A delivery that did not reach this inbox, or is not known to have. */
export interface MissedDelivery {
  readonly guid: string;
  readonly event: string;
  /** Of the newest attempt. */
  readonly id: string;
  /** When it was first sent. */
  readonly at: number;
}

/** Deliveries by what the sender knows of them, oldest first. */
export interface SentDeliveries {
  /** No attempt was taken. */
  readonly failed: readonly MissedDelivery[];
  /** Some attempt was taken. */
  readonly taken: readonly MissedDelivery[];
  /** An attempt of these may still be under way. */
  readonly underway: readonly MissedDelivery[];
}

/** A sender waits ten seconds for an answer; clocks and lists lag a little. In milliseconds. */
export const underwayMs = 30_000;

/** Sums up attempts by delivery. */
export function sumUp(attempts: readonly SentAttempt[], now: number): SentDeliveries {
  const failed: MissedDelivery[] = [];
  const taken: MissedDelivery[] = [];
  const underway: MissedDelivery[] = [];
  for (const group of byGuid(attempts)) {
    if (group.some(({ answer }) => answer === "ok")) taken.push(deliveryOf(group));
    else if (group.some(({ answer, at }) => answer === "none" && now - at < underwayMs))
      underway.push(deliveryOf(group));
    else failed.push(deliveryOf(group));
  }
  return { failed: failed.sort(byAge), taken: taken.sort(byAge), underway };
}

type Attempts = readonly [SentAttempt, ...SentAttempt[]];

function byGuid(attempts: readonly SentAttempt[]): Iterable<Attempts> {
  const groups = new Map<string, [SentAttempt, ...SentAttempt[]]>();
  for (const attempt of attempts) {
    const known = groups.get(attempt.guid);
    if (known === undefined) groups.set(attempt.guid, [attempt]);
    else known.push(attempt);
  }
  return groups.values();
}

function deliveryOf(attempts: Attempts): MissedDelivery {
  const [one] = attempts;
  const newest = attempts.reduce((best, attempt) => (attempt.at > best.at ? attempt : best), one);
  const at = attempts.reduce((first, attempt) => Math.min(first, attempt.at), one.at);
  return { guid: one.guid, event: one.event, id: newest.id, at };
}

/** Ids grow with time, and several events share a second. */
function byAge(one: MissedDelivery, other: MissedDelivery): number {
  return one.at - other.at || one.id.length - other.id.length || (one.id < other.id ? -1 : 1);
}
