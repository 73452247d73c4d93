import type { DeliveryContent, PendingDelivery } from "../store.ts";
import { bytesIn, numberIn } from "./cells.ts";
import type { Database, Session } from "./database.ts";
import { pendingColumns, pendingOf, readSteps } from "./delivery-rows.ts";
import { HoldLost } from "./hold.ts";
import { addLaneJob, type LaneJob, laneState, lockLane } from "./lane-jobs.ts";
import { whyAway } from "./parked-groups.ts";

/** A delivery that this replica has started. */
export interface Claimed {
  readonly kind: "claimed";
  readonly row: PendingDelivery;
  /** Absent when the body is gone. */
  readonly content: DeliveryContent | undefined;
  /** Whether an older one of its lane waits for another try. */
  readonly overtakes: boolean;
  /** Why its whole group was given up, so that it must not run. */
  readonly buried: string | undefined;
}

/** `suspect`: it ran at too many deaths already, and must be asked for alone. */
export type Claim =
  | Claimed
  | { readonly kind: "suspect" }
  /** `wakeMs`: when the lane goes on, if it only waits. */
  | { readonly kind: "nothing"; readonly wakeMs: number | undefined };

export interface ClaimOptions {
  readonly job: LaneJob;
  readonly owner: string;
  /** A delivery with so many deaths to its name is only given out when `alone`. */
  readonly suspectAt: number;
  readonly alone: boolean;
  /** Whether this process runs the delivery. No two claims of one lane may be under way in it at once. */
  readonly runs: (id: number) => boolean;
  /** Whether anything may still begin, asked when the lane is ours: what stopped a moment ago must not begin anew here. */
  readonly mayStart?: () => boolean;
}

/** Starts what is next in the lane, on record before it runs. Rejects with HoldLost when this replica is taken for dead. */
export function claimNext(database: Database, options: ClaimOptions): Promise<Claim> {
  const { job, owner, suspectAt, alone, runs, mayStart = () => true } = options;
  return database.transact(async (session): Promise<Claim> => {
    await proveAlive(session, owner);
    await lockLane(session, job.lane);
    const state = await laneState(session, job);
    if (state.kind === "waits") {
      await addLaneJob(session, job, state.ms);
      return { kind: "nothing", wakeMs: state.ms };
    }
    // Claimed by us, and the connection broke before we heard of it.
    const again = state.kind === "busy" && state.owner === owner && !runs(state.id);
    if (state.kind !== "ready" && !again) return { kind: "nothing", wakeMs: undefined };
    const away = await whyAway(session, job.group);
    // Whoever lets the group go again wakes for all its lanes.
    if (away?.kind === "parked" && !again) return { kind: "nothing", wakeMs: undefined };
    if (state.kind === "ready" && state.crashes >= suspectAt && !alone) return { kind: "suspect" };
    if (!mayStart()) {
      await addLaneJob(session, job, 0);
      return { kind: "nothing", wakeMs: undefined };
    }
    return start(session, { id: state.id, owner, buried: away?.kind === "buried" ? away.reason : undefined });
  });
}

/** Whoever takes this replica for dead has to wait for this transaction, and then sees what it claimed. */
async function proveAlive(session: Session, owner: string): Promise<void> {
  const rows = await session.query("select 1 from bowsprit.replica where id = $1 for key share", [owner]);
  if (rows.length === 0) throw new HoldLost();
}

interface Start {
  readonly id: number;
  readonly owner: string;
  readonly buried: string | undefined;
}

async function start(session: Session, { id, owner, buried }: Start): Promise<Claimed> {
  const [row] = await session.query(
    `update bowsprit.delivery set owner = $2, attempts = attempts + case when owner = $2 then 0 else 1 end
     where id = $1 returning ${pendingColumns},
       exists (select 1 from bowsprit.delivery older where older.lane = delivery.lane and older.grp = delivery.grp
         and older.state = 'pending' and older.id < delivery.id) as overtakes,
       (select bytes from bowsprit.body where body.delivery = delivery.id) as bytes`,
    [id, owner],
  );
  if (row === undefined) throw new TypeError("a delivery vanished while its lane was locked");
  const attempts = numberIn(row, "attempts");
  const content =
    row.bytes === null ? undefined : { attempts, body: bytesIn(row, "bytes"), steps: await readSteps(session, id) };
  return { kind: "claimed", row: pendingOf(row), content, overtakes: row.overtakes === true, buried };
}
