import type { Clock } from "../../src/clock.ts";
import type { BlobStore, EffectLog, KeyValueStore } from "../../src/github/stores.ts";

type EffectState = "begun" | "done";

/** The stores the client needs, in memory; hand them to a second client to play a restart. */
export class MemoryStores {
  readonly effectStates = new Map<string, { state: EffectState; since: number }>();
  readonly blobMap = new Map<string, Uint8Array>();
  readonly valueMap = new Map<string, string>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly effects: EffectLog = {
    begin: async (effect) => {
      const known = this.effectStates.get(effect);
      if (known) return { state: known.state === "done" ? "done" : "unknown", since: known.since };
      const since = this.#clock.now();
      this.effectStates.set(effect, { state: "begun", since });
      return { state: "new", since };
    },
    settle: async (effect, outcome) => {
      const known = this.effectStates.get(effect);
      if (outcome === "refused") this.effectStates.delete(effect);
      else if (known) known.state = "done";
    },
  };

  readonly blobs: BlobStore = {
    get: async (key) => this.blobMap.get(key),
    set: async (key, bytes) => void this.blobMap.set(key, bytes),
  };

  readonly values: KeyValueStore = {
    get: async (key) => this.valueMap.get(key),
    set: async (key, value) => void this.valueMap.set(key, value),
  };
}
