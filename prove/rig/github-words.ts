export interface GitHubSettings {
  readonly enforceLimits: boolean;
  readonly latency: number;
  readonly hookTimeout: number;
}

/** A webhook as GitHub would send it. */
export interface Said {
  readonly event: string;
  readonly guid: string;
  readonly body: string;
}

/** What is visible of a pull request. */
export interface Outcome {
  readonly number: number;
  /** Comments by the bot. */
  readonly answers: number;
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
}

export interface GitHubTally {
  /** Requests by route; with " 2xx" behind it, those that were answered well. */
  readonly routes: Readonly<Record<string, number>>;
  readonly breaches: readonly string[];
  readonly requests: number;
  /** Requests that will be answered but are not yet. */
  readonly working: number;
}
