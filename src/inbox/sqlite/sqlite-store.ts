import type { Clock } from "../../clock.ts";
import type { Store, StoreCalls, StoreLoss } from "../store.ts";
import type { Timers } from "../timers.ts";
import { Channel, type StoreLink } from "./channel.ts";
import type { ArgumentOf, OperationName, ResultOf } from "./operation.ts";
import { startWorker } from "./start-worker.ts";
import { WorkerLink } from "./worker-link.ts";

/** Where the file is, and whose time it goes by. */
export interface SqliteStoreOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** Opens the directory's file in a thread of its own, so that no commit is ever waited for by the event loop. */
export async function openSqliteStore({ directory, clock, timers }: SqliteStoreOptions): Promise<Store> {
  const link = new WorkerLink(startWorker({ directory, now: clock.now() }));
  return storeOver(link, await link.opened(), timers);
}

/** The store's calls as batches for whoever runs them. */
export function storeOver(link: StoreLink, loss: StoreLoss | undefined, timers: Timers): Store {
  const channel = new Channel(link, timers);
  return { ...storeCalls(channel), loss, health: () => channel.health(), close: () => channel.close() };
}

function storeCalls(channel: Channel): StoreCalls {
  const call =
    <K extends OperationName>(name: K) =>
    (argument: ArgumentOf<K>): Promise<ResultOf<K>> =>
      channel.call(name, argument);
  return {
    put: call("put"),
    pending: call("pending"),
    content: call("content"),
    start: call("start"),
    finishStep: call("finishStep"),
    finish: call("finish"),
    retry: call("retry"),
    release: call("release"),
    recover: call("recover"),
    find: call("find"),
    dead: call("dead"),
    deadCount: call("deadCount"),
    replay: call("replay"),
    prune: call("prune"),
    probe: call("probe"),
    effectBegin: call("effectBegin"),
    effectSettle: call("effectSettle"),
    blobGet: call("blobGet"),
    blobTouch: call("blobTouch"),
    blobSet: call("blobSet"),
    valueGet: call("valueGet"),
    valueSet: call("valueSet"),
  };
}
