import type { Timers } from "../timers.ts";

export interface RushOptions {
  readonly timers: Timers;
  /** So many deliveries on their way to the disk at once begin a rush. */
  readonly crowd: number;
  /** How long handlers wait for a rush at most. */
  readonly longestMs: number;
  /** Called when handlers may go on. */
  readonly onOver: () => void;
}

/** A rush ebbs while no more than this part of what began it is on its way, */
const ebb = 0.25;
/** and is over when it has done so for this long: after each commit there is a moment when nothing is on its way. */
const quietMs = 20;

/**
 * Whether so much arrives that handlers should wait: GitHub gives an answer ten seconds and never asks again, while an
 * effect may come a little later. Whoever keeps sending is made room for once, for `longestMs`, and then shares.
 */
export class Rush {
  readonly #options: RushOptions;
  #arriving = 0;
  #state: "calm" | "on" | "spent" = "calm";
  #cancelLimit = () => {};
  #cancelEnding: (() => void) | undefined;

  constructor(options: RushOptions) {
    this.#options = options;
  }

  get on(): boolean {
    return this.#state === "on";
  }

  /** A delivery is on its way to the disk. */
  enter(): void {
    this.#arriving++;
    if (!this.#ebbs) this.#keepOn();
    if (this.#state !== "calm" || this.#arriving < this.#options.crowd) return;
    this.#state = "on";
    this.#cancelLimit = this.#options.timers.after(this.#options.longestMs, () => this.#end("spent"));
  }

  /** It is there, or was not kept. */
  leave(): void {
    this.#arriving--;
    if (this.#state === "calm" || this.#cancelEnding !== undefined || !this.#ebbs) return;
    this.#cancelEnding = this.#options.timers.after(quietMs, () => this.#end("calm"));
  }

  /** Ends for good, without a word. */
  close(): void {
    this.#cancelLimit();
    this.#keepOn();
    this.#state = "spent";
  }

  get #ebbs(): boolean {
    return this.#arriving <= this.#options.crowd * ebb;
  }

  #keepOn(): void {
    this.#cancelEnding?.();
    this.#cancelEnding = undefined;
  }

  #end(next: "calm" | "spent"): void {
    const was = this.#state;
    this.#cancelLimit();
    if (next === "calm") this.#keepOn();
    this.#state = next;
    if (was === "on") this.#options.onOver();
  }
}
