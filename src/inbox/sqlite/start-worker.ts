import { Worker } from "node:worker_threads";
import type { StoreWorkerData } from "./store-worker.ts";

/**
 * What dies young is looked for often: the thread makes few objects but is handed every body, and those are given back only
 * when their handles are collected.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 2 };

/** Starts the store's thread, from sources as well as from the build. */
export function startWorker(data: StoreWorkerData): Worker {
  const fromSource = import.meta.url.endsWith(".ts");
  const entry = new URL(`./store-worker.${fromSource ? "ts" : "js"}`, import.meta.url);
  const options = { workerData: data, name: "inbox", execArgv: [], resourceLimits };
  return fromSource && !stripsTypes()
    ? new Worker(throughTsx(entry), { ...options, eval: true })
    : new Worker(entry, options);
}

/** Newer Node releases read TypeScript by themselves. */
function stripsTypes(): boolean {
  return "typescript" in process.features && Boolean(process.features.typescript);
}

/** A thread does not inherit the loader of the thread that starts it, so it registers one before the import. */
function throughTsx(entry: URL): string {
  const tsx = import.meta.resolve("tsx/esm/api");
  return `import(${JSON.stringify(tsx)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(entry.href)}); });`;
}
