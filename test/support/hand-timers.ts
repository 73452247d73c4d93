import type { Timers } from "../../src/inbox/timers.ts";

/** Short pauses are over at once; long ones wait until the test rings. */
export class HandTimers implements Timers {
  readonly #held = new Set<() => void>();
  #waiters: (() => void)[] = [];

  after(ms: number, run: () => void): () => void {
    if (ms <= 1_000) {
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    }
    this.#held.add(run);
    for (const resolve of this.#waiters.splice(0)) resolve();
    return () => this.#held.delete(run);
  }

  /** Resolves when so many wait for a ring: their rounds are over. */
  async armed(count = 1): Promise<void> {
    while (this.#held.size < count) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  /** Lets the next round happen, of all of so many, and resolves when it is over. */
  async ring(count = 1): Promise<void> {
    await this.armed(count);
    const due = [...this.#held];
    this.#held.clear();
    for (const run of due) run();
    await this.armed(count);
  }
}
