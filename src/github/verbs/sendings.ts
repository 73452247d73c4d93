import type { Clock } from "../../clock.ts";

const limit = 10_000;

/** When this process sent what, by a clock that is not moved when the system's is set. */
export class Sendings {
  readonly #steady: Clock;
  readonly #startedAt: number;
  readonly #sent = new Map<string, number>();

  constructor(steady: Clock) {
    this.#steady = steady;
    this.#startedAt = steady.now();
  }

  /** The effect is sent now. */
  note(effect: string): void {
    this.#sent.delete(effect);
    this.#sent.set(effect, this.#steady.now());
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > limit && oldest !== undefined) this.#sent.delete(oldest);
  }

  /**
   * Milliseconds since the effect was last sent, at least: an earlier process may have sent it until this one started. How
   * long ago it was begun says the system's clock, which is not believed where it says that this is yet to come.
   */
  age(effect: string, begunAgo: number): number {
    const ours = this.#steady.now() - (this.#sent.get(effect) ?? this.#startedAt);
    return begunAgo < 0 ? ours : Math.min(ours, begunAgo);
  }
}
