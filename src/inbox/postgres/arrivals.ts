import { GroupCommit } from "../group-commit.ts";
import type { IncomingDelivery, PutResult } from "../inbox.ts";
import { InboxUnavailable } from "../inbox-unavailable.ts";
import type { InboxLimits } from "../limits.ts";
import type { PutOutcome } from "../store.ts";
import type { Timers } from "../timers.ts";
import type { BacklogCount } from "./backlog-count.ts";
import type { Database } from "./database.ts";
import { putBatch } from "./put-batch.ts";

export interface ArrivalsOptions {
  readonly database: Database;
  readonly backlog: BacklogCount;
  readonly limits: InboxLimits;
  readonly timers: Timers;
  /** There is something to run. */
  readonly onKept: () => void;
}

/** A sender waits ten seconds for an answer, and a late one is worse than none. */
const patienceMs = 8_000;

/** Lets deliveries in, within the backlog's limits: those that arrive together share a commit. */
export class Arrivals {
  readonly #options: ArrivalsOptions;
  readonly #commits: GroupCommit<IncomingDelivery, PutOutcome>;
  readonly #arriving = new Set<Promise<unknown>>();
  #closed = false;

  constructor(options: ArrivalsOptions) {
    this.#options = options;
    this.#commits = new GroupCommit({
      send: (batch) => putBatch(options.database, batch),
      bytesOf: ({ body }) => body.byteLength + 256,
      maxItems: 256,
      maxBytes: 8 * 1_048_576,
    });
  }

  async put(delivery: IncomingDelivery): Promise<PutResult> {
    const { backlog, limits } = this.#options;
    if (this.#closed) throw new InboxUnavailable("closed", "the inbox is closed");
    if (backlog.isFull(limits, delivery.body.byteLength)) return "full";
    const keeping = this.#keep(delivery);
    this.#arriving.add(keeping);
    // Whoever heard that it was not kept in time may still find it kept: it is known by its GUID when it is sent again.
    const over = () => this.#arriving.delete(keeping);
    keeping.then(over, over);
    return inTime(keeping, this.#options.timers);
  }

  /** Takes no more. */
  close(): void {
    this.#closed = true;
  }

  /** Resolves when every delivery on its way is kept or refused. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#arriving);
  }

  async #keep(delivery: IncomingDelivery): Promise<PutResult> {
    const { result } = await this.#commits.push(delivery);
    if (result === "stored") this.#options.backlog.arrived(delivery);
    this.#options.onKept();
    return result;
  }
}

function inTime<T>(work: Promise<T>, timers: Timers): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new InboxUnavailable("connection", "the database does not answer in time"));
    const cancel = timers.after(patienceMs, late);
    work.then(resolve, reject).finally(cancel);
  });
}
