import { sameLabels } from "./label-lists.ts";
import type { OwnWrite } from "./own-writes.ts";

/** When a payload was made and when it reached us; milliseconds since the epoch. */
export interface PayloadTimes {
  readonly receivedAt: number;
  /** The payload's own timestamp; without one nothing is known of its age. */
  readonly eventAt?: number;
}

const freshFor = 10_000;
/** Payload timestamps are whole seconds, and clocks differ a little. */
const doubt = 2_000;

/** Whether a payload is young enough to be read instead of GitHub. */
export function isFresh({ receivedAt, eventAt }: PayloadTimes, now: number): boolean {
  return eventAt !== undefined && isYoung(now - receivedAt) && isYoung(receivedAt - eventAt);
}

/** By a clock that is wrong an event may come from the future: then nothing is known of its age either. */
function isYoung(age: number): boolean {
  return Math.abs(age) <= freshFor;
}

/** Whether a write of ours may be missing from the payload. */
export function predatesOwnWrite({ eventAt = 0 }: PayloadTimes, write: OwnWrite | undefined): boolean {
  return write !== undefined && write.at + doubt >= eventAt;
}

/** The same for labels: a payload that says what GitHub answered to our last write cannot be missing it. */
export function labelsInDoubt(times: PayloadTimes, labels: readonly string[], write: OwnWrite | undefined): boolean {
  if (!predatesOwnWrite(times, write)) return false;
  return write?.labels === undefined || !sameLabels(labels, write.labels);
}
