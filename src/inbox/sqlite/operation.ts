import type { StoreCalls } from "../store.ts";

/** Every call there is. */
export type OperationName = keyof StoreCalls;
export type ArgumentOf<K extends OperationName> = Parameters<StoreCalls[K]>[0];
export type ResultOf<K extends OperationName> = Awaited<ReturnType<StoreCalls[K]>>;

/** The store's calls as they run inside the worker: at once, within a transaction that others share. */
export type Operations = { readonly [K in OperationName]: (argument: ArgumentOf<K>) => ResultOf<K> };

const reads: ReadonlySet<OperationName> = new Set([
  "pending",
  "content",
  "find",
  "dead",
  "deadCount",
  "blobGet",
  "valueGet",
]);

/** Reads need no transaction and are answered even while writes are refused. */
export function isRead(name: OperationName): boolean {
  return reads.has(name);
}
