import { join } from "node:path";
import Database from "libsql";

/** What the file of a stopped server holds. */
export interface InboxFile {
  /** State by GUID. */
  readonly states: ReadonlyMap<string, string>;
  /** Answer of SQLite's own check: "ok". */
  readonly integrity: string;
}

/** Reads the inbox of a server that is not running. */
export function readInbox(dataDirectory: string): InboxFile {
  const database = new Database(join(dataDirectory, "inbox/inbox.db"));
  try {
    const rows = database.prepare<unknown[]>("select guid, state from delivery").raw().all([]) as [string, string][];
    const [check] = database.prepare<unknown[]>("pragma integrity_check(1)").raw().all([]) as [string][];
    return { states: new Map(rows), integrity: check?.[0] ?? "no answer" };
  } finally {
    database.close();
  }
}
