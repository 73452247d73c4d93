import { GroupCommit } from "../group-commit.ts";
import type { IncomingDelivery, PutResult } from "../inbox.ts";
import { InboxUnavailable } from "../inbox-unavailable.ts";
import type { InboxLimits } from "../limits.ts";
import type { PutOutcome } from "../store.ts";
import type { BacklogCount } from "./backlog-count.ts";
import type { Database } from "./database.ts";
import { putBatch } from "./put-batch.ts";

export interface ArrivalsOptions {
  readonly database: Database;
  readonly backlog: BacklogCount;
  readonly limits: InboxLimits;
  /** There is something to run. */
  readonly onKept: () => void;
}

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
    const { backlog, limits, onKept } = this.#options;
    if (this.#closed) throw new InboxUnavailable("closed", "the inbox is closed");
    if (backlog.isFull(limits, delivery.body.byteLength)) return "full";
    const keeping = this.#commits.push(delivery);
    this.#arriving.add(keeping);
    try {
      const { result } = await keeping;
      if (result === "stored") backlog.arrived(delivery);
      onKept();
      return result;
    } finally {
      this.#arriving.delete(keeping);
    }
  }

  /** Takes no more. */
  close(): void {
    this.#closed = true;
  }

  /** Resolves when every delivery on its way is kept or refused. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#arriving);
  }
}
