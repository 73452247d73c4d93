import { InboxRefused, InboxUnavailable } from "../inbox-unavailable.ts";
import { sqlState } from "./database-errors.ts";

/** What an administrator can do about a server that does not let us in. Source of the codes: PostgreSQL, appendix A. */
const sentences: readonly (readonly [prefix: string, sentence: string])[] = [
  ["28", "The database refuses the user or the password of DATABASE_URL"],
  ["3D", "The server has no database of the name in DATABASE_URL; create it"],
  ["42501", 'The user of DATABASE_URL may not create and use the schemas "bowsprit" and "bowsprit_jobs"'],
];

/** The error to end a start with: one sentence where the server or the address is at fault, else the error itself. */
export function whyRefused(error: unknown): unknown {
  const told = error instanceof InboxUnavailable ? error.cause : error;
  if (!(told instanceof Error)) return error;
  const state = sqlState(told) ?? "";
  const known = sentences.find(([prefix]) => state.startsWith(prefix))?.[1];
  if (known !== undefined) return new InboxRefused(`${known} (${told.message}).`);
  if (!(error instanceof InboxUnavailable)) return error;
  const code = "code" in told ? String(told.code) : "no answer";
  const what = told.message === "" ? code : told.message;
  return new InboxRefused(
    `The database of DATABASE_URL cannot be reached (${what}); start it, or correct the address.`,
  );
}
