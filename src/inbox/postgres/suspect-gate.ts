/** Lets runs in side by side, or one alone: who is suspected of killing the process must not take others with it. */
export class SuspectGate {
  #inside = 0;
  #alone = false;
  #wanted = 0;
  #waiting: (() => void)[] = [];

  /** Resolves when no suspect runs or waits; call the result when the run is over. */
  async enter(): Promise<() => void> {
    while (this.#alone || this.#wanted > 0) await this.#change();
    this.#inside++;
    return once(() => {
      this.#inside--;
      this.#changed();
    });
  }

  /** Resolves when nothing else runs; call the result to let the others in. */
  async enterAlone(): Promise<() => void> {
    this.#wanted++;
    while (this.#alone || this.#inside > 0) await this.#change();
    this.#wanted--;
    this.#alone = true;
    return once(() => {
      this.#alone = false;
      this.#changed();
    });
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #changed(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
