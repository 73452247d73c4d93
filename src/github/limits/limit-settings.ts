/** Limits of one installation, of all processes together. Source of the numbers: GitHub, "Rate limits for the REST API", secondary limits. */
export interface LimitSettings {
  /** False: only what GitHub itself answers is obeyed, as GitHub Enterprise Server has no limits by default. */
  readonly enabled: boolean;
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  /** Content that may go out at once after a quiet minute. */
  readonly contentBurst: number;
  /** Content that may go out faster than the even hourly pace after a quiet hour. */
  readonly contentHourBurst: number;
  readonly pointsPerMinute: number;
  readonly pointsBurst: number;
  readonly concurrent: number;
  /** Waits longer than this are refused at once, so that whoever retries the step does the waiting. */
  readonly patienceMs: number;
}

export const defaultLimits: LimitSettings = {
  enabled: true,
  contentPerMinute: 80,
  contentPerHour: 500,
  contentBurst: 20,
  contentHourBurst: 100,
  pointsPerMinute: 900,
  pointsBurst: 300,
  concurrent: 20,
  patienceMs: 10_000,
};
