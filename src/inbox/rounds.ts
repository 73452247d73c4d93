import type { Timers } from "./timers.ts";

export interface RoundsOptions {
  readonly timers: Timers;
  /** Between 0 and 1; replicas that start together do not stay together. Without it every round is on time. */
  readonly random?: () => number;
  /** Milliseconds until the first round, which begins at once unless told. */
  readonly firstMs?: number;
  /** Resolves to the milliseconds until the next round; must not reject. */
  readonly round: () => Promise<number>;
}

/** Runs one round after the other, each up to a fifth early; returns how to stop. */
export function startRounds({ timers, random = () => 0, firstMs = 0, round }: RoundsOptions): () => void {
  let stopped = false;
  let cancel = () => {};
  const later = (ms: number) => {
    cancel = timers.after(ms, () => void pass());
  };
  const pass = async () => {
    const ms = await round();
    if (!stopped) later(ms * (1 - random() / 5));
  };
  if (firstMs === 0) void pass();
  else later(firstMs);
  return () => {
    stopped = true;
    cancel();
  };
}
