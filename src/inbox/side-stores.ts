import type { Clock } from "../clock.ts";
import type { BlobStore, EffectLog, KeyValueStore } from "./inbox.ts";
import type { SideCalls } from "./store.ts";

const touchEveryMs = 60 * 60_000;

/** What else outlives a restart, in the same file and the same commits as the deliveries. */
export interface SideStores {
  readonly effects: EffectLog;
  readonly blobs: BlobStore;
  readonly values: KeyValueStore;
}

/** The side stores of one store; blobs together take at most `blobBytes`. */
export function sideStores(store: SideCalls, clock: Clock, blobBytes: number): SideStores {
  return { effects: effectLog(store, clock), blobs: blobStore(store, clock, blobBytes), values: keyValueStore(store) };
}

function effectLog(store: SideCalls, clock: Clock): EffectLog {
  return {
    begin: (effect) => store.effectBegin({ effect, now: clock.now() }),
    settle: (effect, outcome) => store.effectSettle({ effect, outcome, now: clock.now() }),
  };
}

function blobStore(store: SideCalls, clock: Clock, limit: number): BlobStore {
  return {
    async get(key) {
      const found = await store.blobGet({ key });
      if (found === undefined) return undefined;
      const now = clock.now();
      // To the hour is enough to know what is old; a failed touch only makes the blob look older.
      if (now - found.usedAt > touchEveryMs) store.blobTouch({ key, now }).catch(() => undefined);
      return found.bytes;
    },
    async set(key, bytes) {
      if (bytes.byteLength > limit) return;
      await store.blobSet({ key, bytes, limit, now: clock.now() });
    },
  };
}

function keyValueStore(store: SideCalls): KeyValueStore {
  return {
    get: (key) => store.valueGet({ key }),
    set: (key, value, until) => store.valueSet({ key, value, until: until ?? null }),
  };
}
