import { Once } from "../cache/once.ts";
import type { GitHubError } from "../github-error.ts";
import type { KeyValueStore } from "../stores.ts";
import { alone, type Sharing } from "./sharing.ts";

const firstPause = 60_000;
const longestPause = 15 * 60_000;
/** GitHub's limits are reset within the hour; what is stored beyond that came from a clock gone wrong. */
const longestStored = 2 * 3_600_000;
/** How late a silence that another process was asked for may be noticed. */
const hearEveryMs = 1_000;

export interface SilenceContext {
  readonly values: KeyValueStore;
  readonly tenant: string;
  /** Absent: no other process says anything for this installation. */
  readonly sharing?: Sharing;
}

/** The time in which an installation says nothing, because GitHub asked for that; it outlives a restart. */
export class Silence {
  readonly #values: KeyValueStore;
  readonly #key: string;
  readonly #replicas: () => number;
  #loaded = new Once<void>();
  #loadedAt = 0;
  /** What is stored, as it was last seen. */
  #stored: string | undefined;
  #until = 0;
  #strikes = 0;

  constructor({ values, tenant, sharing = alone }: SilenceContext) {
    this.#values = values;
    this.#replicas = sharing.replicas;
    this.#key = `github/silence/${tenant}`;
  }

  /** Must resolve before each request. */
  load(now: number): Promise<void> {
    if (this.#replicas() > 1 && Math.abs(now - this.#loadedAt) > hearEveryMs) {
      this.#loaded = new Once<void>();
      this.#loadedAt = now;
    }
    return this.#loaded.read(async () => {
      const stored = await this.#values.get(this.#key);
      if (stored === undefined || stored === this.#stored) return;
      this.#stored = stored;
      const left = leftOf(stored, now);
      if (left < longestStored) this.#until = Math.max(this.#until, now + left);
    });
  }

  /** Milliseconds still to go. */
  left(now: number): number {
    return Math.max(this.#until - now, 0);
  }

  /** How long it is now: GitHub named a time, or it is a minute, doubled each time in a row. */
  async begin(error: GitHubError, now: number): Promise<number> {
    const pause = error.retryAfter ?? Math.min(firstPause * 2 ** this.#strikes, longestPause);
    if (error.retryAfter === undefined) this.#strikes++;
    this.#until = Math.max(this.#until, now + pause);
    this.#stored = `${this.#until} ${now}`;
    await this.#values.set(this.#key, this.#stored);
    return this.left(now);
  }

  /** An answer came, so whatever the reason was, it is over. */
  answered(): void {
    this.#strikes = 0;
  }
}

/** Stored are its end and the moment it was written down; a clock that was set back since makes it no longer than it was. */
function leftOf(stored: string, now: number): number {
  const [until = Number.NaN, at = 0] = stored.split(" ").map(Number);
  return until - Math.max(now, at);
}
