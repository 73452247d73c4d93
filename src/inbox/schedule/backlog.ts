import type { QueuedDelivery } from "./queued-delivery.ts";

/** What was accepted and has not ended, and whether any of it can still be run: parked groups cannot. */
export class Backlog {
  readonly #isRunning: () => boolean;
  readonly #rowsOf = new Map<string, number>();
  readonly #parked = new Set<string>();
  #rows = 0;
  #bytes = 0;
  #waiters: (() => void)[] = [];

  constructor(isRunning: () => boolean) {
    this.#isRunning = isRunning;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Of all bodies. */
  get bytes(): number {
    return this.#bytes;
  }

  enter(delivery: QueuedDelivery): void {
    this.#count(delivery, 1);
  }

  leave(delivery: QueuedDelivery): void {
    this.#count(delivery, -1);
    this.look();
  }

  park(group: string): void {
    this.#parked.add(group);
    this.look();
  }

  letGo(group: string): void {
    this.#parked.delete(group);
  }

  /** Resolves when nothing is left but what is parked, and nothing runs. */
  idle(): Promise<void> {
    if (this.#isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** To be called when a run stopped that did not leave: those who wait are told if it was the last one. */
  look(): void {
    if (this.#waiters.length === 0 || !this.#isIdle) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }

  get #isIdle(): boolean {
    if (this.#rows === 0) return true;
    if (this.#isRunning()) return false;
    let parked = 0;
    for (const group of this.#parked) parked += this.#rowsOf.get(group) ?? 0;
    return this.#rows === parked;
  }

  #count({ group, row }: QueuedDelivery, sign: 1 | -1): void {
    this.#rows += sign;
    this.#bytes += sign * row.size;
    const ofGroup = (this.#rowsOf.get(group) ?? 0) + sign;
    if (ofGroup > 0) this.#rowsOf.set(group, ofGroup);
    else this.#rowsOf.delete(group);
  }
}
