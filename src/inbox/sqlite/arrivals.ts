import type { PutOutcome } from "../store.ts";
import type { DeliveryIds } from "./delivery-ids.ts";
import { prepareInsert } from "./delivery-insert.ts";
import type { Journal } from "./journal.ts";
import type { JournalEntry } from "./journal-record.ts";
import { prepareRound } from "./journal-round.ts";
import { prepareFindKnown } from "./known-delivery.ts";
import type { ArgumentOf } from "./operation.ts";
import type { Sql } from "./sql.ts";

type Put = ArgumentOf<"put">;

/** With so much in the journal, what comes next goes to the database, which takes over all that waits. */
const fullBytes = 64 * 1024 * 1024;

/**
 * Deliveries that come without other calls, as a crowd does: the journal keeps them, and the database takes them over
 * with whatever it is asked next. So a crowd costs the disk one write and one sync a batch.
 */
export interface Arrivals {
  /** Whether the database lacks anything. */
  readonly waiting: boolean;
  /** Keeps all of them, synced; undefined when the database has to decide. Throws when the disk refuses: none is kept. */
  keep(puts: readonly Put[]): readonly PutOutcome[] | undefined;
  /** Writes what the database lacks, in the transaction that is open. */
  takeOver(): void;
  /** That transaction is on disk. */
  tookOver(): void;
}

/** What arrives at one database and its journal. */
export function prepareArrivals(sql: Sql, journal: Journal, ids: DeliveryIds): Arrivals {
  const waiting = new Set<string>();
  const findKnown = prepareFindKnown(sql);
  const insert = prepareInsert(sql);
  const round = prepareRound(sql);
  for (const { id, delivery } of journal.entries()) {
    waiting.add(keyOf({ delivery }));
    ids.taken(id);
  }

  function isKnown(put: Put, batch: ReadonlyMap<string, JournalEntry>): "dead" | boolean {
    const key = keyOf(put);
    if (waiting.has(key) || batch.has(key)) return true;
    const known = findKnown(put.delivery);
    return known?.isDead === true ? "dead" : known !== undefined;
  }

  return {
    get waiting() {
      return journal.size > 0;
    },
    keep(puts) {
      if (journal.size > fullBytes) return undefined;
      const batch = new Map<string, JournalEntry>();
      const outcomes: PutOutcome[] = [];
      for (const put of puts) {
        const known = isKnown(put, batch);
        // It comes back to life, and only the database knows what has become of its steps.
        if (known === "dead") return undefined;
        outcomes.push(known ? { result: "duplicate" } : enter(put, batch, ids));
      }
      if (batch.size > 0) journal.append([...batch.values()]);
      for (const key of batch.keys()) waiting.add(key);
      return outcomes;
    },
    takeOver() {
      if (journal.size === 0) return;
      for (const entry of journal.entries()) insert(entry);
      round.advance();
    },
    tookOver() {
      if (journal.size === 0) return;
      journal.begin(round.read());
      waiting.clear();
    },
  };
}

function enter(put: Put, batch: Map<string, JournalEntry>, ids: DeliveryIds): PutOutcome {
  const id = ids.next();
  batch.set(keyOf(put), { id, ...put });
  return { result: "stored", id, revived: false };
}

function keyOf({ delivery }: Pick<Put, "delivery">): string {
  return `${delivery.hook}\n${delivery.guid}`;
}
