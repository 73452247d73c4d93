/** Why the store takes no writes; all but "corrupt" and "closed" can pass by themselves. */
export type UnavailableReason = "disk full" | "locked" | "io" | "connection" | "corrupt" | "closed";

/**
 * The store cannot take writes now, and a sender should be told to come back (503). Nothing of the call was kept, unless
 * the connection broke while the answer was on its way.
 */
export class InboxUnavailable extends Error {
  override readonly name = "InboxUnavailable";
  readonly reason: UnavailableReason;
  readonly detail: string;

  constructor(reason: UnavailableReason, detail: string) {
    super(`The inbox cannot write (${reason}): ${detail}`);
    this.reason = reason;
    this.detail = detail;
  }
}

/** The inbox must not be opened at all; the message is one sentence for the person who starts the process. */
export class InboxRefused extends Error {
  override readonly name = "InboxRefused";
}
