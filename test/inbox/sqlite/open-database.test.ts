import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InboxRefused } from "../../../src/inbox/inbox-unavailable.ts";
import { openDatabase } from "../../../src/inbox/sqlite/open-database.ts";
import { migrate, migrations } from "../../../src/inbox/sqlite/schema.ts";
import { connect, type Sql } from "../../../src/inbox/sqlite/sql.ts";
import { copyOf, delivery, FakeTime, openLocal, temporaryDirectory } from "../rig.ts";

const now = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A directory with forty accepted deliveries, as left by a process that ended well. */
async function filled(): Promise<string> {
  const directory = temporaryDirectory();
  const { store, link } = openLocal(directory, new FakeTime());
  for (let n = 0; n < 40; n++) {
    const body = new Uint8Array(4_000).fill(n);
    await store.put({ delivery: delivery(`g${n}`, { body }), started: false, now });
  }
  await store.deadCount(null);
  link.kill();
  const copy = copyOf(directory);
  const sql = connect(join(copy, "inbox.db"));
  sql.exec("pragma locking_mode = exclusive");
  sql.prepare("pragma wal_checkpoint(truncate)").all();
  sql.close();
  return copyOf(copy);
}

function pending(sql: Sql): unknown {
  return sql.prepare("select count(*) from delivery where state = 'pending'").first()?.[0];
}

function damage(directory: string, at: number, bytes: number): void {
  const file = join(directory, "inbox.db");
  const content = readFileSync(file);
  content.fill(0x5a, at, at + bytes);
  writeFileSync(file, content);
}

describe("openDatabase", () => {
  it("makes the directory, syncs every commit and writes ahead", () => {
    const directory = join(temporaryDirectory(), "a", "b");
    const { sql, loss } = openDatabase(directory, now);
    const pragma = (name: string) => sql.prepare(`pragma ${name}`).first()?.[0];
    expect([pragma("synchronous"), pragma("journal_mode"), pragma("locking_mode")]).toEqual([2, "wal", "exclusive"]);
    expect(loss).toBeUndefined();
  });

  it("opens what it wrote", async () => {
    const { sql, loss } = openDatabase(await filled(), now);
    expect([pending(sql), loss]).toEqual([40, undefined]);
  });

  it.each<[string, (directory: string) => void]>([
    ["a destroyed header", (directory) => damage(directory, 0, 100)],
    ["destroyed pages", (directory) => damage(directory, 4_096, 40_000)],
    ["a truncated file", (directory) => truncateSync(join(directory, "inbox.db"), 20_000)],
  ])("puts a file with %s aside and starts an empty one", async (_, harm) => {
    const directory = await filled();
    harm(directory);
    const before = readFileSync(join(directory, "inbox.db"));
    const { sql, loss } = openDatabase(directory, now);
    const aside = join(directory, "inbox.db.corrupt-2026-01-02T03-04-05.000Z");
    expect(loss).toMatchObject({ kind: "corrupt", movedTo: aside });
    expect(readFileSync(aside).equals(before)).toBe(true);
    expect(pending(sql)).toBe(0);
  });

  it.each(["-wal", "-arrivals"])("takes %s along when it puts a file aside", async (log) => {
    const directory = await filled();
    const { store } = openLocal(directory, new FakeTime());
    await store.put({ delivery: delivery("late"), started: false, now });
    if (log === "-wal") await store.deadCount(null);
    const copy = copyOf(directory);
    damage(copy, 8 * 4_096, 40_000);
    const before = readFileSync(join(copy, `inbox.db${log}`));
    openDatabase(copy, now);
    const aside = join(copy, `inbox.db.corrupt-2026-01-02T03-04-05.000Z${log}`);
    expect([before.length > 0, readFileSync(aside).equals(before)]).toEqual([true, true]);
  });

  it.each<[string, (file: string) => void]>([
    ["empty", (file) => truncateSync(file, 0)],
    ["gone", (file) => rmSync(file)],
  ])("reports that a file it had written is %s", async (_, harm) => {
    const directory = await filled();
    harm(join(directory, "inbox.db"));
    expect(openDatabase(directory, now).loss).toMatchObject({ kind: "missing" });
    expect(openDatabase(temporaryDirectory(), now).loss).toBeUndefined();
  });

  it("refuses a directory that cannot be one, in a sentence", () => {
    const file = join(temporaryDirectory(), "file");
    writeFileSync(file, "");
    expect(() => openDatabase(join(file, "inbox"), now)).toThrow(
      /directory .* cannot be made \(ENOTDIR\); let DATA_DIR name another one\.$/,
    );
  });

  it("refuses a file that another program wrote, and leaves it alone", () => {
    const directory = temporaryDirectory();
    const other = connect(join(directory, "inbox.db"));
    other.exec("create table theirs (id integer)");
    other.close();
    expect(() => openDatabase(directory, now)).toThrow(InboxRefused);
    expect(readdirSync(directory).filter((name) => name.includes("corrupt"))).toEqual([]);
  });

  it("refuses a file of a newer version, and leaves it alone", async () => {
    const directory = await filled();
    const newer = connect(join(directory, "inbox.db"));
    newer.exec("pragma user_version = 99");
    newer.close();
    expect(() => openDatabase(copyOf(directory), now)).toThrow(/newer version \(schema 99/);
    expect(existsSync(join(directory, "inbox.db"))).toBe(true);
  });

  it("refuses a file that is open already, and does not put it aside", () => {
    const directory = temporaryDirectory();
    openDatabase(directory, now);
    expect(() => openDatabase(directory, now)).toThrow(/Another process has the inbox .* open/);
    expect(readdirSync(directory).filter((name) => name.includes("corrupt"))).toEqual([]);
  });
});

describe("migrate", () => {
  function database(): Sql {
    const directory = temporaryDirectory();
    mkdirSync(directory, { recursive: true });
    return connect(join(directory, "any.db"));
  }

  it("brings every older version to the newest, keeping its rows", () => {
    const sql = database();
    migrate(sql);
    sql.exec("insert into value (key, value) values ('key', 'kept')");
    migrate(sql, [...migrations, "create table later (id integer) strict"]);
    expect(sql.prepare("select value from value").first()).toEqual(["kept"]);
    expect(sql.prepare("pragma user_version").first()).toEqual([migrations.length + 1]);
  });

  it("leaves the version before untouched when a step fails half way", () => {
    const sql = database();
    migrate(sql);
    const bad = "create table half (id integer) strict; create table half (id integer) strict;";
    expect(() => migrate(sql, [...migrations, bad])).toThrow(/half/);
    if (sql.inTransaction) sql.exec("rollback");
    expect(sql.prepare("pragma user_version").first()).toEqual([migrations.length]);
    expect(sql.prepare("select count(*) from sqlite_schema where name = 'half'").first()).toEqual([0]);
  });
});
