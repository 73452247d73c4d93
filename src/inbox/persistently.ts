import { InboxUnavailable } from "./inbox-unavailable.ts";
import { pause, type Timers } from "./timers.ts";

const firstDelayMs = 100;
const longestDelayMs = 5_000;

/** Asks again until the disk takes it; gives up with the last refusal when the signal fires or the inbox is closed. */
export async function persistently<T>(action: () => Promise<T>, timers: Timers, signal: AbortSignal): Promise<T> {
  for (let delay = firstDelayMs; ; delay = Math.min(delay * 2, longestDelayMs)) {
    const last = signal.aborted;
    try {
      return await action();
    } catch (error) {
      if (last || !(error instanceof InboxUnavailable) || error.reason === "closed") throw error;
    }
    await pause(timers, delay, signal);
  }
}
