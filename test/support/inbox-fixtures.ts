import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asText, connect, type Sql } from "../../src/inbox/sqlite/sql.ts";

const FOLDER = join(import.meta.dirname, "../inbox/fixtures");
const FILE = "inbox.db";

/** The moment at which everything in a fixture was received, in milliseconds since the epoch. */
export const FIXTURE_TIME = 1_700_000_000_000;

export type FixtureKind = "sqlite" | "postgres";

/** The versions of a schema that a fixture was kept of, in order. */
export function fixtureVersions(kind: FixtureKind): readonly number[] {
  const found = readdirSync(FOLDER).map((name) => new RegExp(`^${kind}-(\\d+)\\.sql$`).exec(name)?.[1]);
  return found
    .filter((version) => version !== undefined)
    .map(Number)
    .sort((one, other) => one - other);
}

/** A fixture as its SQL. */
export function fixtureText(kind: FixtureKind, version: number): string {
  return readFileSync(join(FOLDER, `${kind}-${version}.sql`), "utf8");
}

/** Makes the inbox directory that a release with this schema left behind, with everything received at `now`. */
export function layInbox(directory: string, version: number, now = FIXTURE_TIME): void {
  mkdirSync(directory, { recursive: true });
  withScratch((scratch) => {
    const sql = connect(join(scratch, FILE));
    sql.exec("pragma journal_mode = wal");
    sql.exec(`begin; ${fixtureText("sqlite", version)}; ${moveTimes(now - FIXTURE_TIME)}; commit`);
    sql.prepare("pragma wal_checkpoint(truncate)").all();
    sql.close();
    cpSync(join(scratch, FILE), join(directory, FILE));
  });
  writeFileSync(join(directory, "inbox.initialised"), "");
}

/** A connection lingers after its close, so nothing is opened in the place where somebody else will open it. */
function withScratch<T>(use: (scratch: string) => T): T {
  const scratch = mkdtempSync(join(tmpdir(), "bowsprit-fixture-"));
  try {
    return use(scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function moveTimes(by: number): string {
  return `update delivery set received_at = received_at + ${by}, since = since + ${by}, ended_at = ended_at + ${by};
    update delivery set not_before = not_before + ${by} where not_before > 0;
    update step set ended_at = ended_at + ${by};
    update effect set since = since + ${by};
    update blob set used_at = used_at + ${by}`;
}

/** Looks at a copy of the files of a directory that nobody has open. */
export function lookInto<T>(directory: string, look: (sql: Sql) => T): T {
  return withScratch((scratch) => {
    cpSync(directory, scratch, { recursive: true });
    const sql = connect(join(scratch, FILE));
    try {
      return look(sql);
    } finally {
      sql.close();
    }
  });
}

/** Names of columns by table. */
export type Columns = ReadonlyMap<string, readonly string[]>;

/** Every table and its columns. */
export function columnsOf(sql: Sql): Columns {
  const tables = sql.prepare("select name from sqlite_schema where type = 'table' order by name").all();
  return new Map(
    tables.map(([name]) => {
      const columns = sql.prepare(`select name from pragma_table_info('${asText(name)}') order by cid`).all();
      return [asText(name), columns.map(([column]) => asText(column))];
    }),
  );
}

/** Every row, of these columns only, as text that can be compared. */
export function contentsOf(sql: Sql, columns: Columns): readonly string[] {
  return [...columns].flatMap(([table, names]) => {
    const quoted = names.map((name) => `quote("${name}")`).join(` || ', ' || `);
    const found = sql.prepare(`select ${quoted} from "${table}"`).all();
    return found.map(([row]) => `${table}: ${asText(row)}`).sort();
  });
}
