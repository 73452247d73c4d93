import type { Clock } from "../../clock.ts";
import type { Timers } from "../timers.ts";
import type { Lanes } from "./lanes.ts";
import type { QueuedDelivery } from "./queued-delivery.ts";

export interface WaitingRoomOptions {
  readonly lanes: Lanes<QueuedDelivery>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly laneHoldMs: number;
  /** Called when something may run that could not before. */
  readonly pump: () => void;
}

/** Deliveries that wait for another try: each holds back its lane for a while, then lets it pass. */
export class WaitingRoom {
  readonly #options: WaitingRoomOptions;
  readonly #cancels = new Set<() => void>();
  #size = 0;

  constructor(options: WaitingRoomOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Takes in a delivery that runs now, until its `notBefore`. How long that is, is settled here: a clock that is set
   * later neither shortens nor lengthens it.
   */
  wait(delivery: QueuedDelivery): void {
    const { lanes, clock, laneHoldMs } = this.#options;
    const now = clock.now();
    const left = delivery.row.notBefore - now;
    delivery.holdUntil ??= now + laneHoldMs;
    const held = Math.min(delivery.holdUntil - now, laneHoldMs);
    this.#size++;
    lanes.hold(delivery);
    if (left <= held) this.after(left, () => this.#leave(delivery, () => lanes.resume(delivery)));
    else this.after(held, () => this.#letPass(delivery, left - Math.max(0, held)));
  }

  /** A timer that ends with the room. */
  after(ms: number, run: () => void): void {
    const cancel = this.#options.timers.after(Math.max(0, ms), () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
  }

  close(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }

  #letPass(delivery: QueuedDelivery, left: number): void {
    const { lanes, pump } = this.#options;
    lanes.setAside(delivery);
    this.after(left, () => this.#leave(delivery, () => lanes.bringBack(delivery)));
    pump();
  }

  #leave(delivery: QueuedDelivery, back: () => void): void {
    this.#size--;
    delivery.row = { ...delivery.row, notBefore: 0 };
    back();
    this.#options.pump();
  }
}
