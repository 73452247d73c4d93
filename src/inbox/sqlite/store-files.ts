import { closeSync, fsyncSync, openSync } from "node:fs";
import { join } from "node:path";
import { InboxRefused } from "../inbox-unavailable.ts";
import type { StoreLoss } from "../store.ts";
import { prepareArrivals } from "./arrivals.ts";
import { DeliveryIds } from "./delivery-ids.ts";
import { Journal } from "./journal.ts";
import { prepareRound } from "./journal-round.ts";
import { openDatabase } from "./open-database.ts";
import { prepareOperations } from "./operations.ts";
import { type BatchRunner, prepareBatches } from "./run-batch.ts";
import type { Sql } from "./sql.ts";

/** A directory's database and its journal, open for this process alone. */
export interface StoreFiles extends BatchRunner {
  readonly sql: Sql;
  /** What was lost before they were opened. */
  readonly loss: StoreLoss | undefined;
  /** Brings everything into the one file, if the disk lets it, and closes both. */
  close(): void;
  /** Closes both as they are. */
  abandon(): void;
}

/** Opens or makes them; throws InboxRefused when they must not be used. */
export function openStoreFiles(directory: string, now: number): StoreFiles {
  const { sql, loss } = openDatabase(directory, now);
  const journal = openJournal(directory, sql);
  const ids = new DeliveryIds(sql);
  const { run } = prepareBatches(sql, prepareOperations(sql, ids), prepareArrivals(sql, journal, ids));
  const abandon = () => {
    journal.close();
    sql.close();
  };
  return {
    sql,
    loss,
    run,
    abandon,
    close() {
      try {
        run([]);
        sql.prepare("pragma wal_checkpoint(truncate)").all();
      } catch {
        // The logs are complete without a checkpoint; the next start reads them.
      }
      abandon();
    },
  };
}

function openJournal(directory: string, sql: Sql): Journal {
  const file = join(directory, "inbox.db-arrivals");
  try {
    const journal = new Journal(file, prepareRound(sql).read());
    syncDirectory(directory);
    return journal;
  } catch (error) {
    sql.close();
    throw new InboxRefused(`The inbox ${file} cannot be opened: ${error instanceof Error ? error.message : error}.`);
  }
}

/** A new file is there after a power cut only when its directory was synced; Windows has no such thing. */
function syncDirectory(directory: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(directory, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
}
