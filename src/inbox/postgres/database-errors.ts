import { InboxUnavailable, type UnavailableReason } from "../inbox-unavailable.ts";

/** Conditions of the server, not of the call: the first that fits counts. Source: PostgreSQL, appendix A. */
const reasons: readonly (readonly [prefix: string, reason: UnavailableReason])[] = [
  ["53100", "disk full"],
  ["53300", "connection"],
  ["53", "io"],
  ["57014", "locked"],
  ["57", "connection"],
  ["08", "connection"],
  ["40", "locked"],
  ["55P03", "locked"],
  ["25006", "io"],
  ["58", "io"],
  ["XX", "io"],
];

/** What the driver and the sockets under it throw; errors of our own have names of their own. */
const driverNames = new Set(["Error", "error", "AggregateError"]);

/** The error to reject with: InboxUnavailable when the server or the way to it is at fault, else the error itself. */
export function databaseError(error: unknown): unknown {
  if (!(error instanceof Error) || !driverNames.has(error.name)) return error;
  const code = sqlState(error);
  if (code === undefined) return new InboxUnavailable("connection", detailOf(error));
  const reason = reasons.find(([prefix]) => code.startsWith(prefix))?.[1];
  return reason === undefined ? error : new InboxUnavailable(reason, error.message);
}

/** A deadlock or a lost race: the same transaction may well succeed at once. */
export function isLostRace(error: unknown): boolean {
  return error instanceof Error && (sqlState(error) ?? "").startsWith("40");
}

/** What the server calls the condition; undefined when the server did not answer. */
export function sqlState(error: Error): string | undefined {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return /^[0-9A-Z]{5}$/.test(code) && "severity" in error ? code : undefined;
}

function detailOf(error: Error): string {
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return error.message !== "" ? error.message : code || "no connection";
}
