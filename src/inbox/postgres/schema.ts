import { runMigrations } from "graphile-worker";
import type { Logger } from "../../log.ts";
import { InboxRefused } from "../inbox-unavailable.ts";
import { numberIn } from "./cells.ts";
import type { Database, Session } from "./database.ts";
import { workerLogger } from "./worker-logger.ts";

/** Where graphile-worker keeps its tables: a schema of our own, so that another program's version of it is left alone. */
export const jobsSchema = "bowsprit_jobs";

/** Milliseconds since the epoch by the database's clock, as it stood when the transaction began. */
export const nowMs = "(extract(epoch from now()) * 1000)::bigint";

/** "BOWS": one process at a time brings the schema forward. */
const migrationLock = 0x424f5753;

/**
 * Spends from several budgets at once or from none: resolves to the milliseconds until all of them have flowed in, and
 * takes only when that is no longer than `patience`. The time is the database's, read when the rows are locked.
 */
const spendFunction = `
   create function bowsprit.spend(names text[], costs double precision[], bursts double precision[],
     rates double precision[], patience double precision, durable boolean) returns double precision
   language plpgsql as $spend$
   declare
     moment bigint;
     longest double precision;
   begin
     if not durable then perform set_config('synchronous_commit', 'off', true); end if;
     insert into bowsprit.budget (name, level, at)
       select name, burst, 0 from unnest(names, bursts) as asked (name, burst) order by name on conflict do nothing;
     perform 1 from bowsprit.budget where name = any (names) order by name for update;
     moment := extract(epoch from clock_timestamp()) * 1000;
     update bowsprit.budget set at = moment, level = least(burst, level + greatest(0, moment - at) * rate)
       from unnest(names, bursts, rates) as asked (asked_name, burst, rate) where name = asked_name;
     select max(greatest(0, (cost - level) / rate)) into longest
       from bowsprit.budget join unnest(names, costs, rates) as asked (asked_name, cost, rate) on name = asked_name;
     if longest <= patience then
       update bowsprit.budget set level = level - cost
         from unnest(names, costs) as asked (asked_name, cost) where name = asked_name;
     end if;
     return longest;
   end $spend$`;

/** Each entry brings the schema one version further, in one transaction; entries are never edited once released. */
export const migrations: readonly string[] = [
  `create table bowsprit.delivery (
     id bigint generated always as identity primary key,
     guid text not null,
     hook text not null,
     event text not null,
     lane text not null,
     grp text not null,
     size integer not null,
     received_at bigint not null,
     state text not null default 'pending',
     owner text,
     attempts integer not null default 0,
     failures integer not null default 0,
     crashes integer not null default 0,
     since bigint not null,
     not_before bigint not null default 0,
     hold_until bigint,
     ended_at bigint,
     error text,
     unique (guid, hook)
   );
   create index delivery_lane on bowsprit.delivery (lane, id) where state = 'pending';
   create index delivery_owner on bowsprit.delivery (owner) where owner is not null;
   create index delivery_dead on bowsprit.delivery (id) where state = 'dead';
   create index delivery_ended on bowsprit.delivery (ended_at, id) where ended_at is not null;
   create table bowsprit.body (
     delivery bigint primary key references bowsprit.delivery on delete cascade,
     bytes bytea not null
   );
   create table bowsprit.step (
     delivery bigint not null references bowsprit.delivery on delete cascade,
     step text not null,
     state text not null,
     tries integer not null,
     error text,
     ended_at bigint not null,
     primary key (delivery, step)
   );
   create table bowsprit.effect (effect text primary key, state text not null, since bigint not null);
   create index effect_since on bowsprit.effect (since);
   create table bowsprit.blob (key text primary key, size integer not null, used_at bigint not null, bytes bytea not null);
   create index blob_used on bowsprit.blob (used_at);
   create table bowsprit.value (key text primary key, value text not null, until bigint);
   create index value_until on bowsprit.value (until) where until is not null;
   create table bowsprit.replica (
     id text primary key,
     pools text[] not null,
     started_at timestamptz not null default now(),
     seen_at timestamptz not null default now()
   );
   create table bowsprit.lease (name text primary key, owner text not null, until timestamptz not null)`,
  `create table bowsprit.parked (
     grp text primary key,
     since bigint not null,
     reason text not null,
     buried boolean not null default false
   );
   create table bowsprit.budget (name text primary key, level double precision not null, at bigint not null);
   ${spendFunction}`,
];

/**
 * Brings the database to this version's schema, each step whole or not at all, or refuses one that is ahead of us.
 * Several processes may start at once.
 */
export async function migrate(database: Database, log: Logger, steps: readonly string[] = migrations): Promise<void> {
  await database.transact(async (session) => {
    await session.query("select pg_advisory_xact_lock($1)", [migrationLock]);
    const version = await versionIn(session);
    if (version > steps.length) throw newer(version, steps.length);
    for (let next = version; next < steps.length; next++) await apply(session, steps, next);
  });
  await database.transact(async (session) => {
    await session.query("select pg_advisory_xact_lock($1)", [migrationLock]);
    await runMigrations({ pgPool: database.pool, schema: jobsSchema, logger: workerLogger(log) });
  });
}

async function versionIn(session: Session): Promise<number> {
  const [found] = await session.query(`select to_regclass('bowsprit.migration') is not null as there`);
  if (found?.there !== true) {
    const [schema] = await session.query(`select to_regnamespace('bowsprit') is not null as there`);
    if (schema?.there !== true) await session.query("create schema bowsprit");
    await session.query("create table bowsprit.migration (version integer primary key, at timestamptz default now())");
  }
  const [row] = await session.query("select coalesce(max(version), 0) as version from bowsprit.migration");
  return row === undefined ? 0 : numberIn(row, "version");
}

async function apply(session: Session, steps: readonly string[], index: number): Promise<void> {
  await session.query(steps[index] ?? "");
  await session.query("insert into bowsprit.migration (version) values ($1)", [index + 1]);
}

function newer(version: number, known: number): InboxRefused {
  return new InboxRefused(
    `The inbox was written by a newer version (schema ${version}, this one knows ${known}); start that version.`,
  );
}
