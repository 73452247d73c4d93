import { parentPort, workerData } from "node:worker_threads";
import { InboxRefused } from "../inbox-unavailable.ts";
import type { StoreLoss } from "../store.ts";
import type { Answer, Call } from "./run-batch.ts";
import { openStoreFiles } from "./store-files.ts";

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
  const files = openStoreFiles(directory, now);
  parentPort?.on("message", (request: StoreRequest) => {
    if (request !== null) return reply({ kind: "answers", answers: files.run(request) });
    files.close();
    parentPort?.close();
  });
  reply({ kind: "opened", loss: files.loss });
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
