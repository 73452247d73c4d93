import { parentPort, workerData } from "node:worker_threads";
import { InboxRefused } from "../inbox-unavailable.ts";
import type { StoreLoss } from "../store.ts";
import { openDatabase } from "./open-database.ts";
import { prepareOperations } from "./operations.ts";
import { type Answer, type Call, prepareBatches } from "./run-batch.ts";

/** What the thread is started with. */
export interface StoreWorkerData {
  readonly directory: string;
  readonly now: number;
}

/** A batch of calls, or null to close. */
export type StoreRequest = readonly Call[] | null;

/** What the thread says: once how the opening went, then one reply a batch. */
export type StoreReply =
  | { readonly kind: "opened"; readonly loss: StoreLoss | undefined }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "answers"; readonly answers: readonly Answer[] };

/** The thread that owns the file: nobody else opens, writes or checkpoints it. */
function serve({ directory, now }: StoreWorkerData): void {
  const { sql, loss } = openDatabase(directory, now);
  const batches = prepareBatches(sql, prepareOperations(sql));
  parentPort?.on("message", (request: StoreRequest) => {
    if (request !== null) return reply({ kind: "answers", answers: batches.run(request) });
    close();
  });
  function close(): void {
    try {
      sql.prepare("pragma wal_checkpoint(truncate)").all();
    } catch {
      // The log is complete without a checkpoint; the next start reads it.
    }
    sql.close();
    parentPort?.close();
  }
  reply({ kind: "opened", loss });
}

function reply(message: StoreReply): void {
  parentPort?.postMessage(message);
}

try {
  serve(workerData as StoreWorkerData);
} catch (error) {
  if (!(error instanceof InboxRefused)) throw error;
  reply({ kind: "refused", message: error.message });
}
