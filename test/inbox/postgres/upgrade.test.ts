import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../../src/inbox/postgres/database.ts";
import { openPostgresInbox } from "../../../src/inbox/postgres/open-postgres-inbox.ts";
import { migrate, migrations } from "../../../src/inbox/postgres/schema.ts";
import { silentLogger } from "../../../src/log.ts";
import { FIXTURE_TIME, fixtureText, fixtureVersions } from "../../support/inbox-fixtures.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
import { startChild } from "../process/child-process.ts";
import { opened, postgresForTests } from "../stores.ts";

const MIGRATING = fileURLToPath(new URL("./migrating.ts", import.meta.url));
const GATE = 4_711;
const LONG = 180_000;
const within = { timeout: 60_000 };
const server = await postgresForTests();
const log = silentLogger();
const versions = fixtureVersions("postgres");

async function withDatabase<T>(url: string, use: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ url, log, connections: 3 });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

let laid = 0;

/** A database as a release with this schema left it a minute ago. */
async function lay(pg: PostgresServer, version: number): Promise<string> {
  const name = `laid_${++laid}`;
  const url = await pg.create(name);
  const later = Date.now() - 60_000 - FIXTURE_TIME;
  const text = fixtureText("postgres", version).replaceAll(/\b17\d{11}\b/g, (time) => String(Number(time) + later));
  await pg.query(text, name);
  return url;
}

/** Every row of these tables, as text. */
async function contents(database: Database, tables: readonly string[]): Promise<readonly string[]> {
  const found = tables.map(async (table) => {
    const rows = await database.query(`select row_to_json(t)::text as row from bowsprit.${table} t`);
    return rows.map(({ row }) => `${table}: ${String(row)}`).sort();
  });
  return (await Promise.all(found)).flat();
}

const TABLES = ["delivery", "body", "step", "effect", "blob", "value", "lease"];

/** What wakes somebody for a delivery's lane, as the first release wrote it. */
function addJob(database: Database, guid: string): Promise<unknown> {
  return database.query(
    `select 1 from bowsprit_jobs.add_job('lane', json_build_object('lane', $1::text, 'group', 'harbour'),
       max_attempts := 30000, job_key := 'now ' || md5($1::text), flags := array['group:harbour'])`,
    [`harbour/boats:${guid}`],
  );
}

/** Columns, indexes, constraints and functions. */
async function shape(database: Database): Promise<unknown> {
  return Promise.all([
    database.query(
      `select table_name, column_name, data_type, is_nullable, column_default, is_identity
       from information_schema.columns where table_schema = 'bowsprit' order by 1, 2`,
    ),
    database.query("select indexname, indexdef from pg_indexes where schemaname = 'bowsprit' order by 1"),
    database.query(
      `select conrelid::regclass::text as of, pg_get_constraintdef(oid) as says from pg_constraint
       where connamespace = 'bowsprit'::regnamespace order by 1, 2`,
    ),
    database.query(
      `select proname, regexp_replace(prosrc, '\\s+', ' ', 'g') as source from pg_proc
       where pronamespace = 'bowsprit'::regnamespace order by 1`,
    ),
  ]);
}

it("has a fixture of every schema, to be written before the next one is: its SQL, and a row in every state", () => {
  expect(versions).toEqual(migrations.map((_, index) => index + 1));
});

describe.each(server === undefined ? [] : [server])("on PostgreSQL", (pg: PostgresServer) => {
  it.each(versions)(
    "a database of schema %i is what the migrations up to there make: none was edited",
    async (from) => {
      const made = await pg.create(`made_${from}`);
      await withDatabase(made, (database) => migrate(database, log, migrations.slice(0, from)));
      const shapes = [await lay(pg, from), made].map((url) => withDatabase(url, shape));
      const [fixture, migrated] = await Promise.all(shapes);
      expect(fixture).toEqual(migrated);
    },
  );

  it.each(versions)(
    "a database of schema %i is brought to today's with every row as it was, and goes on",
    async (from) => {
      const url = await lay(pg, from);
      await withDatabase(url, async (database) => {
        const before = await contents(database, TABLES);
        await migrate(database, log);
        expect(await contents(database, TABLES)).toEqual(before);
      });
      await withDatabase(url, (database) => Promise.all(["waiting", "retried"].map((guid) => addJob(database, guid))));
      const { inbox } = await opened((each) => openPostgresInbox({ url, log: each }));
      const ran = new Map<string, readonly string[]>();
      inbox.start(async ({ guid, doneSteps }) => void ran.set(guid, [...doneSteps]));
      const state = async (guid: string) => (await inbox.find(guid))?.state;
      for (const guid of ["stepped", "running", "waiting", "retried"])
        await expect.poll(() => state(guid), within).toBe("done");
      const steps = { stepped: ["hold"], running: [], waiting: [], retried: ["hold"] };
      expect(Object.fromEntries(ran)).toEqual(steps);
      const rest = ["done", "dead", "parked"].map(state);
      expect(await Promise.all(rest)).toEqual(["done", "dead", "pending"]);
      const begun = ["intended", "made", "refused"].map(async (name) => (await inbox.effects.begin(name)).state);
      expect(await Promise.all(begun)).toEqual(["unknown", "done", "new"]);
    },
  );

  it.each(versions.slice(0, -1).flatMap((from) => gatesOf(from).map((_, gate) => ({ from, gate }))))(
    "loses nothing when the process is killed on the way from schema $from, at statement $gate",
    async ({ from, gate }) => {
      const url = await lay(pg, from);
      await withDatabase(url, async (database) => {
        const before = await contents(database, TABLES);
        await killAt(url, database, gatesOf(from)[gate] ?? []);
        expect(await database.query("select max(version) as version from bowsprit.migration")).toEqual([
          { version: from },
        ]);
        await migrate(database, log);
        expect(await contents(database, TABLES)).toEqual(before);
      });
    },
    LONG,
  );
});

/** The migrations with a gate before one statement of those that are missing, and at last one behind them all. */
function gatesOf(from: number): readonly (readonly string[])[] {
  const gate = `select pg_advisory_xact_lock(${GATE});`;
  const places = migrations
    .slice(from)
    .flatMap((step, index) =>
      [0, ...[...step.matchAll(/;\n(?=\s*create (?:table|index|function))/g)].map((found) => found.index + 1)].map(
        (place) => ({ at: from + index, text: `${step.slice(0, place)}${gate}${step.slice(place)}` }),
      ),
    );
  const within = places.map(({ at, text }) => migrations.map((step, index) => (index === at ? text : step)));
  const last = migrations.length - 1;
  return [...within, migrations.map((step, index) => (index === last ? `${step}; ${gate}` : step))];
}

/** A process that migrates is stopped at the gate, and killed there. */
async function killAt(url: string, database: Database, steps: readonly string[]): Promise<void> {
  await database.transact(async (session) => {
    await session.query("select pg_advisory_xact_lock($1)", [GATE]);
    const child = startChild(["--import", "tsx", MIGRATING, url, JSON.stringify(steps)]);
    const waiting = () =>
      database.query("select 1 from pg_locks where locktype = 'advisory' and objid = $1 and not granted", [GATE]);
    await expect.poll(async () => (await waiting()).length, within).toBe(1);
    child.process.kill("SIGKILL");
    await child.exited;
  });
}
