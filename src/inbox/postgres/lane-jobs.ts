import { numberIn, textIn } from "./cells.ts";
import type { Session } from "./database.ts";
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

/**
 * The specs of jobs for these lanes, in the order of their keys so that two transactions cannot wait for each other. A
 * lane has at most one job for now and one for later, and neither takes the other's place.
 */
export function jobSpecs(lanes: string): string {
  return `(select array_agg(row('${laneTask}', json_build_object('lane', lane, 'group', grp), null, now(), ${mostAttempts},
    'now ' || md5(lane), 0, array['group:' || grp])::${jobsSchema}.job_spec order by md5(lane)) from ${lanes} as lanes)`;
}

/** Wakes somebody up for the lane, `ms` from now. */
export async function addLaneJob(session: Session, { lane, group }: LaneJob, ms: number): Promise<void> {
  await session.query(
    `select 1 from ${jobsSchema}.add_job('${laneTask}', json_build_object('lane', $1::text, 'group', $2::text),
       run_at := now() + $3::double precision * interval '1 millisecond', max_attempts := ${mostAttempts},
       job_key := case when $3::double precision > 0 then 'later ' else 'now ' end || md5($1::text), flags := array[$4::text])`,
    [lane, group, ms, groupFlag(group)],
  );
}

/** Only one transaction at a time decides about a lane; it sees what the ones before it decided. */
export async function lockLane(session: Session, lane: string): Promise<void> {
  await session.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [lane]);
}

/** What a lane has to say: something may run, it waits, it is in hand, or it is empty. */
export type LaneState =
  | { readonly kind: "ready"; readonly id: number; readonly crashes: number; readonly group: string }
  | { readonly kind: "waits"; readonly ms: number; readonly group: string }
  | { readonly kind: "busy"; readonly id: number; readonly owner: string }
  | { readonly kind: "empty" };

/**
 * The lane in order of arrival. A delivery that waits for another try holds the lane back until its `hold_until`, then
 * lets it pass. The caller has the lane locked.
 */
export async function laneState(session: Session, lane: string): Promise<LaneState> {
  const [first] = await session.query(
    `select id, grp, crashes, owner, not_before <= ${nowMs} as due,
       least(not_before, hold_until) - ${nowMs} as ms
     from bowsprit.delivery
     where lane = $1 and state = 'pending' and (owner is not null or not_before <= ${nowMs} or hold_until > ${nowMs})
     order by owner is null, id limit 1`,
    [lane],
  );
  if (first === undefined) return passedOver(session, lane);
  if (first.owner !== null) return { kind: "busy", id: numberIn(first, "id"), owner: textIn(first, "owner") };
  const group = textIn(first, "grp");
  if (first.due !== true) return { kind: "waits", ms: numberIn(first, "ms"), group };
  return { kind: "ready", id: numberIn(first, "id"), crashes: numberIn(first, "crashes"), group };
}

/** All that is left let the lane pass and wait for their time. */
async function passedOver(session: Session, lane: string): Promise<LaneState> {
  const [soonest] = await session.query(
    `select grp, not_before - ${nowMs} as ms from bowsprit.delivery
     where lane = $1 and state = 'pending' order by not_before limit 1`,
    [lane],
  );
  if (soonest === undefined) return { kind: "empty" };
  return { kind: "waits", ms: Math.max(1, numberIn(soonest, "ms")), group: textIn(soonest, "grp") };
}

/**
 * Sees to it that whatever is next in the lane is woken for; resolves to the milliseconds until then. The caller has the
 * lane locked.
 */
export async function wakeLane(session: Session, lane: string): Promise<number | undefined> {
  const state = await laneState(session, lane);
  if (state.kind !== "ready" && state.kind !== "waits") return undefined;
  const ms = state.kind === "waits" ? state.ms : 0;
  await addLaneJob(session, { lane, group: state.group }, ms);
  return ms;
}
