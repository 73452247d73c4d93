import { laneKey } from "../schedule/lanes.ts";
import type { CrashReport } from "../store.ts";
import { numberIn, textIn } from "./cells.ts";
import type { Database, Row, Session } from "./database.ts";
import { addLaneJob, laneKeySql } from "./lane-jobs.ts";
import { jobsSchema, nowMs } from "./schema.ts";

/** So many milliseconds before now by the database's clock. */
function ago(place: string): string {
  return `(now() - ${place}::double precision * interval '1 millisecond')`;
}

/** Tells the others that this replica is there, with the ids its jobs are locked by. */
export async function register(database: Database, id: string, pools: readonly string[]): Promise<void> {
  await database.query(
    `insert into bowsprit.replica (id, pools) values ($1, $2::text[])
     on conflict (id) do update set pools = excluded.pools, seen_at = now()`,
    [id, [...pools]],
  );
}

/** False when this replica was taken for dead meanwhile: nothing it holds is its own any more. */
export async function sayAlive(database: Database, id: string, pools: readonly string[]): Promise<boolean> {
  const rows = await database.query(
    "update bowsprit.replica set seen_at = now(), pools = $2::text[] where id = $1 returning id",
    [id, [...pools]],
  );
  return rows.length > 0;
}

export interface SweepOptions {
  /** A delivery that ran at so many deaths is put away. */
  readonly crashes: number;
  /** How long a replica that says nothing still counts as alive. */
  readonly leaseMs: number;
}

/** What a look around found. */
export interface Sweep extends CrashReport {
  /** Replicas that were taken for dead. */
  readonly lost: readonly string[];
}

/**
 * Gives what dead replicas held to whoever comes first: their deliveries run again, or are put away after `crashes`
 * deaths, and their jobs are unlocked. Any replica may do it, and when several do at once, one of them does.
 */
export function sweepReplicas(database: Database, { crashes, leaseMs }: SweepOptions): Promise<Sweep> {
  return database.transact(async (session) => {
    const dead = await session.query(
      // After a pause of the database itself nobody could say that he was there.
      `delete from bowsprit.replica where greatest(seen_at, pg_postmaster_start_time()) < ${ago("$1")} returning id`,
      [leaseMs],
    );
    const report = await resumeOrphans(session, crashes);
    await unlockOrphans(session);
    return { ...report, lost: dead.map((row) => textIn(row, "id")) };
  });
}

/** Takes this replica off the list; what it still holds runs elsewhere, without blame. */
export async function leave(database: Database, id: string): Promise<void> {
  await database.transact(async (session) => {
    await session.query("delete from bowsprit.replica where id = $1", [id]);
    const freed = await session.query(
      "update bowsprit.delivery set owner = null where owner = $1 and state = 'pending' returning lane, grp",
      [id],
    );
    await wakeAll(session, freed);
    await unlockOrphans(session);
  });
}

/** How many replicas are alive. */
export async function countReplicas(session: Session, leaseMs: number): Promise<number> {
  const [row] = await session.query(`select count(*) as alive from bowsprit.replica where seen_at >= ${ago("$1")}`, [
    leaseMs,
  ]);
  return row === undefined ? 1 : Math.max(1, numberIn(row, "alive"));
}

/** Whatever is owned by nobody on the list was owned by somebody who died. */
async function resumeOrphans(session: Session, crashes: number): Promise<CrashReport> {
  const orphans = await session.query(
    `update bowsprit.delivery set owner = null, crashes = crashes + 1,
       state = case when crashes + 1 < $1 then 'pending' else 'dead' end,
       ended_at = case when crashes + 1 < $1 then null else ${nowMs} end,
       error = case when crashes + 1 < $1 then error
         else 'The process died ' || (crashes + 1) || ' times while this delivery ran.' end
     where state = 'pending' and owner is not null
       and not exists (select 1 from bowsprit.replica where replica.id = delivery.owner)
     returning guid, lane, grp, state`,
    [crashes],
  );
  await wakeAll(session, orphans);
  const quarantined = orphans.filter(({ state }) => state === "dead").map((row) => textIn(row, "guid"));
  return { interrupted: orphans.length - quarantined.length, quarantined };
}

/**
 * Unlocks jobs that are locked by nobody on the list. Those that others have overtaken have no start left in them and
 * are removed; the rest can be had at once.
 */
async function unlockOrphans(session: Session): Promise<void> {
  await session.query(
    `select ${jobsSchema}.force_unlock_workers(array(select distinct locked_by from ${jobsSchema}.jobs
       where locked_by is not null and not exists (select 1 from bowsprit.replica where locked_by = any (pools))))`,
  );
  await session.query(
    `select count(*) from ${jobsSchema}.complete_jobs(
       array(select id from ${jobsSchema}.jobs where attempts >= max_attempts and locked_at is null))`,
  );
}

/**
 * Wakes for lanes that have had something to run for so long and nobody on the way to it: somebody emptied the table of
 * jobs, or the connection broke before a worker heard which job it had. Resolves to how many there were.
 */
export function wakeForgotten(database: Database, owner: string, olderThanMs: number): Promise<number> {
  return database.transact(async (session) => {
    const lanes = await session.query(
      `select distinct lane, grp from bowsprit.delivery
       where state = 'pending' and (owner is null or owner = $1) and greatest(not_before, since) <= ${nowMs} - $2::bigint
         and not exists (select 1 from bowsprit.parked where parked.grp = delivery.grp and not buried)
         and not exists (select 1 from ${jobsSchema}.jobs
           where key in ('now ' || ${laneKeySql("grp", "lane")}, 'later ' || ${laneKeySql("grp", "lane")})
             and attempts < max_attempts
             and coalesce(locked_at, now()) > ${ago("$2")} and run_at < now() + (now() - ${ago("$2")}))
       limit 200`,
      [owner, olderThanMs],
    );
    await wakeAll(session, lanes);
    return lanes.length;
  });
}

/** In one order, so that two replicas that do it at once cannot wait for each other. */
async function wakeAll(session: Session, rows: readonly Row[]): Promise<void> {
  const lanes = rows.map((row) => ({ lane: textIn(row, "lane"), group: textIn(row, "grp") }));
  const jobs = new Map(lanes.map((job) => [laneKey(job), job]));
  for (const [, job] of [...jobs].sort(([one], [other]) => (one < other ? -1 : 1))) await addLaneJob(session, job, 0);
}
