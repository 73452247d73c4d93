import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeliveryIds } from "../../../src/inbox/sqlite/delivery-ids.ts";
import { openDatabase } from "../../../src/inbox/sqlite/open-database.ts";
import type { Operations } from "../../../src/inbox/sqlite/operation.ts";
import { prepareOperations } from "../../../src/inbox/sqlite/operations.ts";
import { asNumber, asText, type Sql } from "../../../src/inbox/sqlite/sql.ts";

/**
 * Prints an inbox of the present schema, with something in every state, as SQL. Run it before a migration is added:
 * `npx tsx test/inbox/sqlite/write-fixture.ts > test/inbox/fixtures/sqlite-<version>.sql`.
 */
function main(): void {
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-fixture-"));
  const { sql } = openDatabase(directory, NOW);
  fill(prepareOperations(sql, new DeliveryIds(sql)));
  process.stdout.write(dump(sql));
  sql.close();
  rmSync(directory, { recursive: true });
}

const NOW = 1_700_000_000_000;

/** One delivery a state; its GUID tells which. */
function fill(run: Operations): void {
  const put = (guid: string, started = false): number => {
    const stored = run.put({ delivery: push(guid), started, now: NOW });
    return stored.result === "stored" ? stored.id : 0;
  };
  const failed = { step: "size", state: "failed", error: "GitHub answered 502." } as const;
  const dead = { step: "hold", state: "dead", error: "GitHub answered 422." } as const;
  const done = put("done", true);
  run.finishStep({ id: done, step: "hold", now: NOW + 5 });
  run.finish({ id: done, state: "done", error: null, steps: [], now: NOW + 9 });
  run.finish({ id: put("dead", true), state: "dead", error: dead.error, steps: [dead], now: NOW + 9 });
  const retried = put("retried", true);
  run.finishStep({ id: retried, step: "hold", now: NOW + 5 });
  run.retry({ id: retried, notBefore: NOW + 1_000, error: failed.error, steps: [failed], now: NOW + 9, counts: true });
  run.finishStep({ id: put("stepped", true), step: "hold", now: NOW + 5 });
  put("running", true);
  run.release({ id: put("released", true) });
  put("waiting");
  put("parked");
  const groups = [{ group: "moored", since: NOW, reason: "The installation is suspended." }];
  run.valueSet({ key: "inbox/parked", value: JSON.stringify(groups), until: null });
  run.effectBegin({ effect: "intended", now: NOW });
  run.effectBegin({ effect: "made", now: NOW });
  run.effectSettle({ effect: "made", outcome: "done", now: NOW });
  run.effectBegin({ effect: "refused", now: NOW });
  run.effectSettle({ effect: "refused", outcome: "refused", now: NOW });
  run.blobSet({ key: "etag", bytes: new TextEncoder().encode("kept"), limit: 1_000, now: NOW });
}

function push(guid: string) {
  const owner = { login: "harbour", id: 8_000, type: "Organization" };
  const repository = { id: 9_000, name: "boats", full_name: "harbour/boats", default_branch: "main", owner };
  const payload = {
    ref: `refs/heads/${guid}`,
    before: "0".repeat(40),
    after: "a".repeat(40),
    created: false,
    deleted: false,
    forced: false,
    repository: { ...repository, private: false },
    sender: { login: "sam", id: 7_000, type: "User" },
    commits: [],
    pusher: { name: "sam" },
  };
  return {
    hook: "4242",
    guid,
    event: "push",
    lane: `harbour/boats:${payload.ref}`,
    group: guid === "parked" ? "moored" : "harbour",
    receivedAt: NOW,
    body: new TextEncoder().encode(JSON.stringify(payload)),
  };
}

function dump(sql: Sql): string {
  const pragma = (name: string) => asNumber(sql.prepare(`pragma ${name}`).first()?.[0]);
  const made = sql.prepare("select type, name, sql from sqlite_schema where sql is not null order by rowid").all();
  const tables = made.filter(([type]) => type === "table").map(([, name]) => asText(name));
  const lines = [
    `pragma application_id = ${pragma("application_id")};`,
    `pragma user_version = ${pragma("user_version")};`,
    ...made.map(([, , text]) => `${asText(text)};`),
    ...tables.flatMap((table) => rows(sql, table)),
  ];
  return `${lines.join("\n")}\n`;
}

function rows(sql: Sql, table: string): readonly string[] {
  const columns = sql
    .prepare(`select name from pragma_table_info('${table}')`)
    .all()
    .map(([name]) => asText(name));
  const quoted = columns.map((name) => `quote("${name}")`).join(` || ', ' || `);
  const found = sql.prepare(`select ${quoted} from "${table}"`).all();
  return found.map(([values]) => `insert into "${table}" (${columns.join(", ")}) values (${asText(values)});`);
}

main();
