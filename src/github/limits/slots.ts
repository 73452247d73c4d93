/** At most so many at once; first come, first served. The number may change while some are taken. */
export class Slots {
  readonly #count: () => number;
  #taken = 0;
  readonly #waiting = new Set<() => void>();

  constructor(count: () => number) {
    this.#count = count;
  }

  /** Rejects with the signal's reason when that fires while waiting. */
  acquire(signal: AbortSignal | undefined): Promise<void> {
    if (this.#taken < this.#count()) {
      this.#taken++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#waiting.delete(go);
        reject(signal?.reason);
      };
      const go = () => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener("abort", stop, { once: true });
      this.#waiting.add(go);
    });
  }

  release(): void {
    this.#taken--;
    for (const next of this.#waiting) {
      if (this.#taken >= this.#count()) return;
      this.#taken++;
      this.#waiting.delete(next);
      next();
    }
  }
}
