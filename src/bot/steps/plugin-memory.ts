import type { Clock } from "../../clock.ts";
import type { Memory } from "../../plugin-kit/memory.ts";

/** Small values that outlive a restart. */
export interface ValueStore {
  get(key: string): Promise<string | undefined>;
  /** Forgotten some time after `until`, in milliseconds since the epoch. */
  set(key: string, value: string, until?: number): Promise<void>;
}

export interface MemoryOptions {
  readonly values: ValueStore;
  readonly clock: Clock;
  /** GitHub's number of the repository, which outlives a rename. */
  readonly repository: number;
  readonly plugin: string;
}

const KEEP_MS = 60 * 24 * 60 * 60_000;

/** One plugin's memory of one repository. */
export function pluginMemory({ values, clock, repository, plugin }: MemoryOptions): Memory {
  const keyOf = (number: number, key: string) => `memory ${repository}#${number} ${plugin} ${key}`;
  return {
    recall: (number, key) => values.get(keyOf(number, key)),
    remember: (number, key, value) => values.set(keyOf(number, key), value, clock.now() + KEEP_MS),
  };
}
