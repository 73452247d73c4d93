import type { Worker } from "node:worker_threads";
import { startThread } from "../start-thread.ts";
import type { StoreWorkerData } from "./store-worker.ts";

/** Starts the store's thread. */
export function startWorker(data: StoreWorkerData): Worker {
  return startThread(new URL("./store-worker", import.meta.url), { name: "inbox", data });
}
