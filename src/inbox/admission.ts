import type { Clock } from "../clock.ts";
import type { IncomingDelivery, PutResult } from "./inbox.ts";
import type { InboxLimits } from "./limits.ts";
import { type BodyBudget, newRow, QueuedDelivery } from "./schedule/queued-delivery.ts";
import type { Scheduler } from "./schedule/scheduler.ts";
import type { Store } from "./store.ts";

export interface AdmissionOptions {
  readonly store: Store;
  readonly scheduler: Scheduler;
  readonly limits: InboxLimits;
  readonly clock: Clock;
}

/** Lets deliveries in: within the backlog's limits, each once, resolved when it is on disk. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #budget: BodyBudget = { used: 0 };
  readonly #arriving = new Set<Promise<unknown>>();

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  async put(incoming: IncomingDelivery): Promise<PutResult> {
    if (this.#isFull(incoming.body.byteLength)) return "full";
    const putting = this.#put({ ...incoming, body: compact(incoming.body) });
    this.#arriving.add(putting);
    try {
      return await putting;
    } finally {
      this.#arriving.delete(putting);
    }
  }

  /** Whether the backlog has reached its ceiling. */
  get full(): boolean {
    return this.#isFull(0);
  }

  /** Resolves when every delivery on its way is on disk or refused. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#arriving);
  }

  async #put(delivery: IncomingDelivery): Promise<PutResult> {
    const { store, scheduler, clock } = this.#options;
    const now = clock.now();
    const queued = new QueuedDelivery(newRow(delivery, now));
    const reserved = scheduler.announce(queued);
    try {
      const outcome = await store.put({ delivery, started: reserved, now });
      if (outcome.result === "duplicate") {
        scheduler.withdraw(queued, reserved);
        return "duplicate";
      }
      queued.row = { ...queued.row, id: outcome.id };
      if (outcome.revived) scheduler.knowDead(scheduler.counts().dead - 1);
      else if (reserved || this.#hasRoom(delivery.body)) queued.keepBody(delivery.body, this.#budget);
      scheduler.arrive(queued, { reserved, started: reserved && !outcome.revived });
      return "stored";
    } catch (error) {
      scheduler.withdraw(queued, reserved);
      throw error;
    }
  }

  #hasRoom(body: Uint8Array): boolean {
    return this.#budget.used + body.byteLength <= this.#options.limits.memoryBytes;
  }

  #isFull(bytes: number): boolean {
    const { scheduler, limits } = this.#options;
    const { rows, bytes: held } = scheduler.backlog;
    return rows >= limits.backlogRows || held >= limits.backlogBytes || held + bytes > limits.backlogBytes;
  }
}

/** Bytes that are a small window on a large buffer would take all of it along, to the thread and in memory. */
function compact(body: Uint8Array): Uint8Array {
  return body.buffer.byteLength > body.byteLength + 16_384 ? new Uint8Array(body) : body;
}
