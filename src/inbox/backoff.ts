const steps: readonly number[] = [1_000, 5_000, 25_000, 120_000, 600_000];
const waits: readonly number[] = [1_000, 5_000, 25_000];
/** Some twenty minutes: what lasts longer than that may be met again after minutes instead of seconds. */
const eagerRounds = 100;
const patientWait = 600_000;

export interface BackoffOptions {
  /** How often it failed, this time included. */
  readonly failures: number;
  /** What the other side asked for, in milliseconds. */
  readonly retryAfter: number;
  /** At least 0, less than 1. */
  readonly random: () => number;
}

/** Milliseconds until the next try: 1 s, 5 s, 25 s, 2 min, then 10 min, with full jitter, on top of what was asked for. */
export function backoff({ failures, retryAfter, random }: BackoffOptions): number {
  return retryAfter + Math.round(random() * stepOf(steps, failures));
}

/** The same for trouble that is not the delivery's own: soon after the trouble is over, for the first hundred times. */
export function waitingTime({ failures, retryAfter, random }: BackoffOptions): number {
  return retryAfter + Math.round(random() * (failures > eagerRounds ? patientWait : stepOf(waits, failures)));
}

function stepOf(of: readonly number[], failures: number): number {
  return of[Math.min(failures, of.length) - 1] ?? 0;
}
