const steps: readonly number[] = [1_000, 5_000, 25_000, 120_000, 600_000];

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
  const longest = steps[Math.min(failures, steps.length) - 1] ?? 0;
  return retryAfter + Math.round(random() * longest);
}
