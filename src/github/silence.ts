import type { GitHubError } from "./github-error.ts";

const firstPause = 60_000;
const longestPause = 15 * 60_000;

/** The time in which an installation says nothing, because GitHub asked for that. */
export class Silence {
  #until = 0;
  #strikes = 0;

  /** Milliseconds still to go. */
  left(now: number): number {
    return Math.max(this.#until - now, 0);
  }

  /** GitHub named a time, or it is a minute, doubled each time in a row. */
  begin(error: GitHubError, now: number): number {
    const pause = error.retryAfter ?? Math.min(firstPause * 2 ** this.#strikes, longestPause);
    if (error.retryAfter === undefined) this.#strikes++;
    this.#until = Math.max(this.#until, now + pause);
    return this.left(now);
  }

  /** An answer came, so whatever the reason was, it is over. */
  answered(): void {
    this.#strikes = 0;
  }
}
