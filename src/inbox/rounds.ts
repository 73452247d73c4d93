import type { Timers } from "./timers.ts";

export interface RoundsOptions {
  readonly timers: Timers;
  /** Between 0 and 1; replicas that start together do not stay together. */
  readonly random: () => number;
  /** Resolves to the milliseconds until the next round; must not reject. */
  readonly round: () => Promise<number>;
}

/** Runs a round now and one after the other, each up to a fifth early; returns how to stop. */
export function startRounds({ timers, random, round }: RoundsOptions): () => void {
  let stopped = false;
  let cancel = () => {};
  const pass = async () => {
    const ms = await round();
    if (!stopped) cancel = timers.after(ms * (1 - random() / 5), () => void pass());
  };
  void pass();
  return () => {
    stopped = true;
    cancel();
  };
}
