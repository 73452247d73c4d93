import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../../src/inbox/sqlite/open-database.ts";
import { migrate, migrations } from "../../../src/inbox/sqlite/schema.ts";
import { asText, connect, type Sql } from "../../../src/inbox/sqlite/sql.ts";
import {
  type Columns,
  columnsOf,
  contentsOf,
  FIXTURE_TIME,
  fixtureVersions,
  layInbox,
  lookInto,
} from "../../support/inbox-fixtures.ts";
import { FakeTime, openRig, temporaryDirectory } from "../rig.ts";

const MIGRATING = join(import.meta.dirname, "migrating.ts");
const LONG = 180_000;
const versions = fixtureVersions("sqlite");

interface Laid {
  readonly directory: string;
  readonly columns: Columns;
  readonly contents: readonly string[];
}

/** A release's directory, and what is in it. */
function laid(version: number): Laid {
  const directory = join(temporaryDirectory(), "inbox");
  layInbox(directory, version);
  return lookInto(directory, (sql) => {
    const columns = columnsOf(sql);
    return { directory, columns, contents: contentsOf(sql, columns) };
  });
}

/** A directory with nothing in it. */
function fresh(): Laid {
  return { directory: temporaryDirectory(), columns: new Map(), contents: [] };
}

function schemaOf(sql: Sql): readonly string[] {
  return sql
    .prepare("select sql from sqlite_schema where sql is not null")
    .all()
    .map(([text]) => asText(text).replaceAll(/\s+/g, " "))
    .sort();
}

function version(sql: Sql): unknown {
  return sql.prepare("pragma user_version").first()?.[0];
}

/** How a process ends that migrates this directory's file and is killed before a statement. */
function migrateAndDie(directory: string, statement: number): Promise<string | number | null> {
  const args = ["--import", "tsx", MIGRATING, join(directory, "inbox.db"), String(statement)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((end) => child.on("close", (code, signal) => end(signal ?? code)));
}

it("has a fixture of every schema; before a migration is added, sqlite/write-fixture.ts writes the one of today", () => {
  expect(versions).toEqual(migrations.map((_, index) => index + 1));
});

describe.each(versions)("a file of schema %i", (from) => {
  it("is what the migrations up to there make: none was edited afterwards", () => {
    const { directory } = laid(from);
    const made = connect(join(temporaryDirectory(), "made.db"));
    migrate(made, migrations.slice(0, from));
    const old = lookInto(directory, (sql) => [version(sql), schemaOf(sql)]);
    expect(old).toEqual([from, schemaOf(made)]);
    made.close();
  });

  it("is brought to today's with every row as it was", () => {
    const { directory, columns, contents } = laid(from);
    const { sql, loss } = openDatabase(directory, FIXTURE_TIME);
    expect([version(sql), loss]).toEqual([migrations.length, undefined]);
    expect(contentsOf(sql, columns)).toEqual(contents);
    sql.close();
  });

  it("goes on where it stopped: what waits runs, what ended does not, what is parked stays", async () => {
    const { directory } = laid(from);
    const { inbox } = await openRig({ directory, time: new FakeTime(FIXTURE_TIME + 60_000) });
    const ran = new Map<string, readonly string[]>();
    inbox.start(async ({ guid, doneSteps }) => void ran.set(guid, [...doneSteps]));
    await inbox.idle();
    expect(Object.fromEntries(ran)).toEqual({
      released: [],
      retried: ["hold"],
      running: [],
      stepped: ["hold"],
      waiting: [],
    });
    const state = async (guid: string) => (await inbox.find(guid))?.state;
    expect([await state("done"), await state("dead"), await state("parked")]).toEqual(["done", "dead", "pending"]);
    expect(inbox.parking?.groups().map(({ group }) => group)).toEqual(["moored"]);
    const intents = ["intended", "made", "refused"].map(async (name) => (await inbox.effects.begin(name)).state);
    expect(await Promise.all(intents)).toEqual(["unknown", "done", "new"]);
    expect(String(await inbox.blobs.get("etag"))).toBe("kept");
  });
});

it.each([0, ...versions.slice(0, -1)])(
  "loses nothing when the process is killed before any statement on the way from schema %i",
  async (from) => {
    const ends: unknown[] = [];
    do {
      const { directory, columns, contents } = from === 0 ? fresh() : laid(from);
      ends.push(await migrateAndDie(directory, ends.length + 1));
      const { sql, loss } = openDatabase(directory, FIXTURE_TIME);
      expect([version(sql), loss, contentsOf(sql, columns)]).toEqual([migrations.length, undefined, contents]);
      sql.close();
    } while (ends.at(-1) === "SIGKILL");
    expect(ends.pop()).toBe(0);
    expect(ends.length).toBeGreaterThan((migrations.length - from) * 5);
  },
  LONG,
);
