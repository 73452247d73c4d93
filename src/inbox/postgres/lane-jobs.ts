import { numberIn, textIn } from "./cells.ts";
import type { Cell, Session } from "./database.ts";
import { jobsSchema, nowMs } from "./schema.ts";

/** The one task: look into a lane and run what is next. */
export const laneTask = "lane";

/** What a job carries. It may come too often, never too seldom: whoever gets it looks at the rows. */
export interface LaneJob {
  readonly lane: string;
  readonly group: string;
}

/** graphile-worker gives a job up after so many starts; only deaths of replicas use any up. */
const mostAttempts = 30_000;

/** Jobs of groups that are at their limit are passed over; the flag says whose they are. */
export function groupFlag(group: string): string {
  return `group:${group}`;
}

/** In SQL, what names a lane in the keys of its jobs: a parked group holds nobody else's thread back. */
export function laneKeySql(group: string, lane: string): string {
  return `md5(${group} || chr(10) || ${lane})`;
}

/**
 * The specs of jobs for these lanes, in the order of their keys so that two transactions cannot wait for each other. A
 * lane has at most one job for now and one for later, and neither takes the other's place.
 */
export function jobSpecs(lanes: string): string {
  const key = laneKeySql("grp", "lane");
  return `(select array_agg(row('${laneTask}', json_build_object('lane', lane, 'group', grp), null, now(), ${mostAttempts},
    'now ' || ${key}, 0, array['group:' || grp])::${jobsSchema}.job_spec order by ${key}) from ${lanes} as lanes)`;
}

/** Wakes for every lane of these rows of deliveries, each once. */
export async function wakeLanes(session: Session, which: string, values: readonly Cell[]): Promise<number> {
  const lanes = `(select distinct lane, grp from bowsprit.delivery where state = 'pending' and ${which})`;
  const [woken] = await session.query(
    `select count(*) as jobs from ${jobsSchema}.add_jobs(${jobSpecs(lanes)})`,
    values,
  );
  return woken === undefined ? 0 : numberIn(woken, "jobs");
}

/** Wakes somebody up for the lane, `ms` from now. */
export async function addLaneJob(session: Session, { lane, group }: LaneJob, ms: number): Promise<void> {
  await session.query(
    `select 1 from ${jobsSchema}.add_job('${laneTask}', json_build_object('lane', $1::text, 'group', $2::text),
       run_at := now() + $3::double precision * interval '1 millisecond', max_attempts := ${mostAttempts},
       job_key := case when $3::double precision > 0 then 'later ' else 'now ' end || ${laneKeySql("$2::text", "$1::text")},
       flags := array[$4::text])`,
    [lane, group, ms, groupFlag(group)],
  );
}

/** Only one transaction at a time decides about a lane; it sees what the ones before it decided. */
export async function lockLane(session: Session, lane: string): Promise<void> {
  await session.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [lane]);
}

/** What a lane has to say: something may run, it waits, it is in hand, or it is empty. */
export type LaneState =
  | { readonly kind: "ready"; readonly id: number; readonly crashes: number }
  | { readonly kind: "waits"; readonly ms: number }
  | { readonly kind: "busy"; readonly id: number; readonly owner: string }
  | { readonly kind: "empty" };

/**
 * The lane in order of arrival. A delivery that waits for another try holds the lane back until its `hold_until`, then
 * lets it pass. The caller has the lane locked.
 */
export async function laneState(session: Session, { lane, group }: LaneJob): Promise<LaneState> {
  const [first] = await session.query(
    `select id, crashes, owner, not_before <= ${nowMs} as due, least(not_before, hold_until) - ${nowMs} as ms
     from bowsprit.delivery
     where lane = $1 and grp = $2 and state = 'pending'
       and (owner is not null or not_before <= ${nowMs} or hold_until > ${nowMs})
     order by owner is null, id limit 1`,
    [lane, group],
  );
  if (first === undefined) return passedOver(session, { lane, group });
  if (first.owner !== null) return { kind: "busy", id: numberIn(first, "id"), owner: textIn(first, "owner") };
  if (first.due !== true) return { kind: "waits", ms: numberIn(first, "ms") };
  return { kind: "ready", id: numberIn(first, "id"), crashes: numberIn(first, "crashes") };
}

/** All that is left let the lane pass and wait for their time. */
async function passedOver(session: Session, { lane, group }: LaneJob): Promise<LaneState> {
  const [soonest] = await session.query(
    `select not_before - ${nowMs} as ms from bowsprit.delivery
     where lane = $1 and grp = $2 and state = 'pending' order by not_before limit 1`,
    [lane, group],
  );
  return soonest === undefined ? { kind: "empty" } : { kind: "waits", ms: Math.max(1, numberIn(soonest, "ms")) };
}

/**
 * Sees to it that whatever is next in the lane is woken for; resolves to the milliseconds until then. The caller has the
 * lane locked.
 */
export async function wakeLane(session: Session, job: LaneJob): Promise<number | undefined> {
  const state = await laneState(session, job);
  if (state.kind !== "ready" && state.kind !== "waits") return undefined;
  const ms = state.kind === "waits" ? state.ms : 0;
  await addLaneJob(session, job, ms);
  return ms;
}
