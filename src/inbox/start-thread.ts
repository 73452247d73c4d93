import { Worker } from "node:worker_threads";

export interface ThreadOptions {
  readonly name: string;
  readonly data: unknown;
}

/** Starts a thread from a module, named without its ending, from sources as well as from the build. */
export function startThread(module: URL, { name, data }: ThreadOptions): Worker {
  const fromSource = import.meta.url.endsWith(".ts");
  const entry = new URL(`${module.href}.${fromSource ? "ts" : "js"}`);
  const options = { workerData: data, name, execArgv: [] };
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
