import { describe, expect, it } from "vitest";
import { StepFailures } from "../../../src/inbox/inbox.ts";
import { InboxRefused } from "../../../src/inbox/inbox-unavailable.ts";
import { openDatabase } from "../../../src/inbox/postgres/database.ts";
import { openPostgresInbox } from "../../../src/inbox/postgres/open-postgres-inbox.ts";
import { migrate, migrations } from "../../../src/inbox/postgres/schema.ts";
import { silentLogger } from "../../../src/log.ts";
import type { PostgresServer } from "../../support/postgres-server.ts";
import { delivery } from "../rig.ts";
import { generousMs, newDatabase, opened, postgresForTests } from "../stores.ts";

const server = await postgresForTests();
const log = silentLogger();
const within = { timeout: generousMs };

async function withDatabase<T>(
  url: string,
  use: (database: ReturnType<typeof openDatabase>) => Promise<T>,
): Promise<T> {
  const database = openDatabase({ url, log, connections: 3 });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

it("makes every table in its own schema", () => {
  for (const step of migrations) {
    for (const [, name] of step.matchAll(/create table (\S+)/g)) expect(name).toMatch(/^bowsprit\./);
  }
});

it("does not repeat an address it cannot read", async () => {
  const url = "postgres://user:hush-hush@[::bad/db";
  await expect(openPostgresInbox({ url, log })).rejects.toThrow(/^DATABASE_URL cannot be read: write /);
});

describe.each(server === undefined ? [] : [server])("the schema", (pg: PostgresServer) => {
  it("is made once by replicas that start at the same moment", async () => {
    const url = await pg.create("together");
    const all = await Promise.all([1, 2, 3].map(() => opened((each) => openPostgresInbox({ url, log: each }))));
    expect(await Promise.all(all.map(({ inbox }, n) => inbox.put(delivery(`g${n}`))))).toEqual(all.map(() => "stored"));
  });

  it("is refused when a newer version wrote it, and left as it is", async () => {
    const url = await newDatabase(pg);
    await withDatabase(url, (database) =>
      migrate(database, log, [...migrations, "alter table bowsprit.delivery add column later text"]),
    );
    const refused = openPostgresInbox({ url, log });
    await expect(refused).rejects.toBeInstanceOf(InboxRefused);
    const [ahead, known] = [migrations.length + 1, migrations.length];
    await expect(refused).rejects.toThrow(`written by a newer version (schema ${ahead}, this one knows ${known})`);
  });

  it("keeps deliveries in every state when it moves on, and moves on whole or not at all", async () => {
    const url = await newDatabase(pg);
    const first = await opened((each) => openPostgresInbox({ url, log: each, random: () => 0.5 }));
    first.inbox.start(async ({ guid }) => {
      if (guid === "done") return;
      const advice = guid === "dead" ? "never" : "backoff";
      throw new StepFailures([{ step: "s", reason: "502", advice, retryAfter: 60_000 }]);
    });
    for (const guid of ["done", "dead", "waiting"]) await first.inbox.put(delivery(guid, { lane: guid }));
    await expect.poll(() => first.inbox.find("waiting"), within).toMatchObject({ failures: 1 });
    await expect.poll(async () => (await first.inbox.dead(1)).length, within).toBe(1);
    await first.inbox.drain({ graceMs: 1_000 });
    const later = await opened((each) => openPostgresInbox({ url, log: each, member: false }));
    await later.inbox.put(delivery("pending"));
    const next = [...migrations, "alter table bowsprit.delivery add column later text", "select 1 / 0"];
    await withDatabase(url, async (database) => {
      await expect(migrate(database, log, next)).rejects.toThrow();
      const columns = await database.query(
        "select 1 from information_schema.columns where table_schema = 'bowsprit' and column_name = 'later'",
      );
      expect(columns).toEqual([]);
      await migrate(database, log, next.slice(0, -1));
    });
    const states = await Promise.all(["done", "dead", "waiting", "pending"].map((guid) => later.inbox.find(guid)));
    expect(states.map((row) => row?.state)).toEqual(["done", "dead", "pending", "pending"]);
  });

  it.each([
    ["nobody listens", () => "postgres://u:hush@127.0.0.1:9/db", /cannot be reached \(.*ECONNREFUSED.*\); start it/],
    ["there is no such database", () => pg.url("nowhere"), /has no database of the name in DATABASE_URL; create it/],
    [
      "the user is unknown",
      () => pg.url("postgres").replace("postgres@", "nobody:hush@"),
      /refuses the user or the password/,
    ],
    ["the user may not", () => pg.url("postgres").replace("postgres@", "guest@"), /may not create and use the schemas/],
  ])("says in one sentence what is wrong when %s", async (_, url, sentence) => {
    await pg.query("do $$ begin create role guest login; exception when duplicate_object then end $$");
    const refused = openPostgresInbox({ url: url(), log });
    await expect(refused).rejects.toThrow(sentence);
    await expect(refused).rejects.toBeInstanceOf(InboxRefused);
    await expect(refused).rejects.not.toThrow(/hush/);
  });

  it("comes with a warning when the server may forget what it has confirmed", async () => {
    const url = await newDatabase(pg);
    await pg.query(`alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`);
    const { lines } = await opened((each) => openPostgresInbox({ url, log: each }));
    expect(lines.map(({ msg }) => msg)).toEqual([expect.stringMatching(/^the database answers before it has written/)]);
  });
});
