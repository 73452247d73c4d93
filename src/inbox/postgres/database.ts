import pg from "pg";
import type { Logger } from "../../log.ts";
import { InboxRefused, InboxUnavailable } from "../inbox-unavailable.ts";
import type { StoreHealth } from "../store.ts";
import { databaseError, isLostRace } from "./database-errors.ts";

/** What can be bound to a statement. */
export type Cell = string | number | boolean | Uint8Array | null | readonly (string | number | null)[];
/** A row as the driver hands it over; read its cells with `cells.ts`. */
export type Row = Readonly<Record<string, unknown>>;

/** Something statements can be said to: the pool, or one transaction. */
export interface Session {
  query(text: string, values?: readonly Cell[]): Promise<readonly Row[]>;
}

/** A database that comes and goes. Rejects with InboxUnavailable while it is away. */
export interface Database extends Session {
  /** All of it or nothing; a lost race is run again, so `work` must have no other effects. */
  transact<T>(work: (session: Session) => Promise<T>): Promise<T>;
  health(): StoreHealth;
  /** For graphile-worker, which brings statements of its own. */
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** With the password; never logged. */
  readonly url: string;
  readonly log: Logger;
  readonly connections: number;
  /** A statement that takes longer counts as lost, and its connection with it. */
  readonly answerMs?: number;
}

const unreadable = "DATABASE_URL cannot be read: write postgres://user:password@host:5432/database";
const connectMs = 5_000;
const defaultAnswerMs = 15_000;
const racesLost = 5;

/** Opens a pool of connections; nothing is said to the server yet. */
export function openDatabase({ url, log, connections, answerMs = defaultAnswerMs }: DatabaseOptions): Database {
  // The parser's own message may quote the password, so it is left out.
  if (!URL.canParse(url)) throw new InboxRefused(unreadable);
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    keepAlive: true,
    application_name: "bowsprit",
  });
  // Without a listener a connection that breaks would end the process; the next statement opens another one.
  const broken = (error: Error) => log.debug({ err: error }, "a connection to the database broke");
  pool.on("error", broken);
  pool.on("connect", (client) => client.on("error", broken));
  return new PooledDatabase(pool);
}

class PooledDatabase implements Database {
  readonly pool: pg.Pool;
  #health: StoreHealth = { state: "open", detail: undefined };
  #closing: Promise<void> | undefined;

  constructor(pool: pg.Pool) {
    this.pool = pool;
  }

  health(): StoreHealth {
    return this.#health;
  }

  query(text: string, values: readonly Cell[] = []): Promise<readonly Row[]> {
    return this.#tell(async () => (await this.pool.query<Row>(text, bound(values))).rows);
  }

  async transact<T>(work: (session: Session) => Promise<T>): Promise<T> {
    for (let lost = 1; ; lost++) {
      try {
        return await this.#tell(() => this.#once(work));
      } catch (error) {
        if (lost >= racesLost || !(error instanceof InboxUnavailable) || !isLostRace(error.cause)) throw error;
      }
    }
  }

  close(): Promise<void> {
    this.#health = { state: "closed", detail: undefined };
    this.#closing ??= this.pool.end();
    return this.#closing;
  }

  async #once<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let failure: Error | undefined;
    try {
      await client.query("begin");
      const result = await work({
        query: async (text, values = []) => (await client.query<Row>(text, bound(values))).rows,
      });
      await client.query("commit");
      return result;
    } catch (error) {
      // A connection in doubt is not used again: the server rolls back what it had begun.
      failure = await client.query("rollback").then(
        () => undefined,
        (reason: Error) => reason,
      );
      throw error;
    } finally {
      client.release(failure);
    }
  }

  async #tell<T>(action: () => Promise<T>): Promise<T> {
    if (this.#health.state === "closed") throw new InboxUnavailable("closed", "the inbox is closed");
    try {
      const result = await action();
      this.#learn({ state: "open", detail: undefined });
      return result;
    } catch (error) {
      const told = databaseError(error);
      if (told instanceof InboxUnavailable) {
        if (told.reason !== "locked") this.#learn({ state: "unavailable", detail: told.message });
        if (told !== error) told.cause = error;
      }
      throw told;
    }
  }

  #learn(health: StoreHealth): void {
    if (this.#health.state !== "closed") this.#health = health;
  }
}

/** PostgreSQL's text has no NUL; nothing of what is kept needs one. */
function bound(values: readonly Cell[]): unknown[] {
  return values.map((value) => (typeof value === "string" ? value.replaceAll("\0", "\u{fffd}") : value));
}
