/** Small values that outlive a restart. */
export interface KeyValueStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
}

/** Immutable bytes by content id, kept across restarts. */
export interface BlobStore {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, bytes: Uint8Array): Promise<void>;
}

/** Intents on disk before calls that GitHub does not make idempotent. */
export interface EffectLog {
  /** `new`: call now. `unknown`: an earlier call, begun at `since`, may have reached GitHub. `done`: nothing to do. */
  begin(effect: string): Promise<{ readonly state: "new" | "unknown" | "done"; readonly since: number }>;
  /** The call got a definite answer; `refused` means that it may be made again. */
  settle(effect: string, outcome: "done" | "refused"): Promise<void>;
}
