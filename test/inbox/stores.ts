import { afterAll, onTestFinished, vi } from "vitest";
import { type InboxOptions, type OpenInbox, openInbox } from "../../src/inbox/open-inbox.ts";
import { openPostgresInbox } from "../../src/inbox/postgres/open-postgres-inbox.ts";
import { createLogger, type Logger } from "../../src/log.ts";
import { type PostgresServer, startPostgres } from "../support/postgres-server.ts";
import { temporaryDirectory } from "./rig.ts";

export type StoreOptions = Pick<InboxOptions, "limits" | "onFinished" | "random" | "clock">;

export interface OpenedInbox {
  readonly inbox: OpenInbox;
  /** Log messages at warn and above. */
  readonly lines: { readonly msg: string; readonly delivery?: string }[];
}

/** Where one test keeps its deliveries: it can be closed and opened again. */
export interface Place {
  open(options?: StoreOptions): Promise<OpenedInbox>;
}

export interface StoreKind {
  readonly name: string;
  place(): Promise<Place>;
}

const embedded: StoreKind = {
  name: "embedded",
  async place() {
    const directory = temporaryDirectory();
    return { open: (options) => opened((log) => openInbox({ directory, log, ...options })) };
  },
};

let databases = 0;

/** Nothing that is waited for takes so long; a machine that does other things as well may be slow. */
export const generousMs = 90_000;

/**
 * A server for one test file, and how to have databases in it; undefined when PostgreSQL is not installed. Tests of the
 * file may take as long as they need.
 */
export async function postgresForTests(): Promise<PostgresServer | undefined> {
  vi.setConfig({ testTimeout: 2 * generousMs, hookTimeout: 2 * generousMs });
  const server = await startPostgres();
  afterAll(() => server?.stop());
  return server;
}

/** A new database, brought to this version's schema at once by a template. */
export async function newDatabase(server: PostgresServer): Promise<string> {
  if (databases++ === 0) {
    const url = await server.create("bowsprit_template");
    const { inbox } = await opened((log) => openPostgresInbox({ url, log }));
    await inbox.drain({ graceMs: 0 });
  }
  const name = `inbox_${databases}`;
  await server.query(`create database ${name} template bowsprit_template`);
  return server.url(name);
}

/** Every store a test that speaks to the inbox alone must pass on; says so once when one is left out. */
export async function storeKinds(): Promise<readonly StoreKind[]> {
  const server = await postgresForTests();
  if (server === undefined) {
    process.stdout.write("PostgreSQL is not installed: the inbox's tests run on the embedded store only\n");
    return [embedded];
  }
  const postgres: StoreKind = {
    name: "postgres",
    async place() {
      const url = await newDatabase(server);
      return { open: (options) => opened((log) => openPostgresInbox({ url, log, ...options })) };
    },
  };
  return [embedded, postgres];
}

/** Opens an inbox whose warnings are kept, and drains it when the test is over. */
export async function opened(open: (log: Logger) => Promise<OpenInbox>): Promise<OpenedInbox> {
  const lines: OpenedInbox["lines"] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const inbox = await open(createLogger({ level: "warn", format: "json", destination }));
  try {
    onTestFinished(() => inbox.drain({ graceMs: 0 }));
  } catch {
    // Opened outside of a test, by whoever drains it.
  }
  return { inbox, lines };
}
