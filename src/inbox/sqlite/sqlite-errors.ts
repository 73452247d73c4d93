import { InboxUnavailable, type UnavailableReason } from "../inbox-unavailable.ts";

/** An error as it crosses the thread. */
export interface ErrorNote {
  readonly code: string;
  readonly message: string;
}

const reasons: readonly (readonly [prefix: string, reason: UnavailableReason])[] = [
  ["SQLITE_FULL", "disk full"],
  ["SQLITE_BUSY", "locked"],
  ["SQLITE_LOCKED", "locked"],
  ["SQLITE_IOERR", "io"],
  ["SQLITE_CANTOPEN", "io"],
  ["SQLITE_READONLY", "io"],
  ["SQLITE_NOMEM", "io"],
  ["SQLITE_CORRUPT", "corrupt"],
  ["SQLITE_NOTADB", "corrupt"],
  ["ENOSPC", "disk full"],
  ["EDQUOT", "disk full"],
  ["EFBIG", "disk full"],
  ["EIO", "io"],
  ["EROFS", "io"],
];

/** Why the disk refused, or undefined when the call itself was at fault. */
export function refusalOf(code: string): UnavailableReason | undefined {
  return reasons.find(([prefix]) => code.startsWith(prefix))?.[1];
}

/** The driver's code, or the empty string. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

/** Whether the file itself is damaged, so that trying again cannot help. */
export function isDamage(error: unknown): boolean {
  return refusalOf(errorCode(error)) === "corrupt";
}

/** What is sent of an error to the other thread. */
export function noteOf(error: unknown): ErrorNote {
  return { code: errorCode(error), message: error instanceof Error ? error.message : String(error) };
}

/** The error to reject with: InboxUnavailable when the disk refused. */
export function errorOf(note: ErrorNote): Error {
  const reason = refusalOf(note.code);
  return reason === undefined ? new Error(note.message) : new InboxUnavailable(reason, note.message);
}
