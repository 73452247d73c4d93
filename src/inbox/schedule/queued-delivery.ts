import type { IncomingDelivery } from "../inbox.ts";
import type { PendingDelivery } from "../store.ts";
import type { LaneEntry } from "./lanes.ts";

/** How many bytes of queued bodies are in memory besides the disk. */
export interface BodyBudget {
  used: number;
}

/** A delivery in its lane. Its body is in memory only when it has just arrived and there was room. */
export class QueuedDelivery implements LaneEntry {
  row: PendingDelivery;
  /** Until when it may hold back its lane, once it waits for another try. */
  holdUntil: number | undefined;
  #body: Uint8Array | undefined;
  #budget: BodyBudget | undefined;

  constructor(row: PendingDelivery) {
    this.row = row;
  }

  get lane(): string {
    return this.row.lane;
  }

  get group(): string {
    return this.row.group;
  }

  keepBody(body: Uint8Array, budget: BodyBudget): void {
    budget.used += body.byteLength;
    this.#body = body;
    this.#budget = budget;
  }

  /** Gives the body away; undefined when it must be read from disk. */
  takeBody(): Uint8Array | undefined {
    const body = this.#body;
    if (this.#budget !== undefined) this.#budget.used -= body?.byteLength ?? 0;
    this.#body = undefined;
    this.#budget = undefined;
    return body;
  }
}

/** What is known of a delivery before the disk gave it its number. */
export function newRow(delivery: IncomingDelivery, now: number): PendingDelivery {
  const { hook, guid, event, lane, group, receivedAt, body } = delivery;
  const counts = { attempts: 0, failures: 0, crashes: 0, since: now, notBefore: 0 };
  return { id: 0, hook, guid, event, lane, group, receivedAt, size: body.byteLength, ...counts };
}
