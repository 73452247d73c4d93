import type { OpenInbox } from "../inbox/open-inbox.ts";
import { systemTimers, type Timers } from "../inbox/timers.ts";
import type { Logger } from "../log.ts";

export interface LeavingOptions {
  readonly bot: { readonly inbox: Pick<OpenInbox, "status">; stop(): Promise<void> };
  readonly log: Logger;
  /** Ends the process. */
  readonly exit: () => void;
  readonly timers?: Timers;
}

/** Between two looks, in milliseconds: the store notices by itself, this only carries the news. */
const EVERY_MS = 1_000;
/** Longest that the rest gets to end, in milliseconds. */
const LEAVE_MS = 12_000;

/**
 * Ends the process when the inbox's store can be helped by a restart only: the next start sets a damaged file aside. What
 * runs may end first, but a stop that hangs does not keep the process.
 */
export function leaveWhenBroken({ bot, log, exit, timers = systemTimers }: LeavingOptions): void {
  const look = () => {
    const { state, detail } = bot.inbox.status();
    if (state === "broken") void leave(detail);
    else if (state !== "closed") timers.after(EVERY_MS, look);
  };
  const leave = async (detail: string | undefined) => {
    log.fatal({ detail }, "the inbox is broken: leaving, so that the next start sets its file aside");
    timers.after(LEAVE_MS, exit);
    await bot.stop().catch((err: unknown) => log.error({ err }, "did not stop cleanly"));
    exit();
  };
  look();
}
