import type { Ending } from "../ending.ts";
import type { FailedStep } from "../store.ts";
import type { Cell, Database, Session } from "./database.ts";
import { type Hold, HoldLost } from "./hold.ts";
import { type LaneJob, lockLane, wakeLane } from "./lane-jobs.ts";
import { parkGroup } from "./parked-groups.ts";
import { nowMs } from "./schema.ts";

export interface EndOptions {
  readonly hold: Hold;
  readonly job: LaneJob;
  readonly ending: Ending;
  /** The moment the ending was decided, by this process's clock. */
  readonly now: number;
  /** How long a delivery that waits for another try holds back its lane. */
  readonly laneHoldMs: number;
}

/**
 * Records how a run ended and wakes for what is next in its lane, in one transaction. Rejects with HoldLost when the
 * delivery is another replica's by now, and then records nothing. Resolves to the milliseconds until the lane goes on.
 */
export function recordEnding(database: Database, options: EndOptions): Promise<number | undefined> {
  const { hold, job, ending } = options;
  return database.transact(async (session) => {
    await lockLane(session, job.lane);
    const [set, values] = changes(options);
    const ended = await session.query(
      `update bowsprit.delivery set owner = null, ${set}
       where id = $1 and owner = $2 and attempts = $3 and state = 'pending' returning id`,
      [hold.id, hold.owner, hold.attempt, ...values],
    );
    if (ended.length === 0) throw new HoldLost();
    if ("steps" in ending) await recordFailures(session, hold.id, ending.steps);
    if (ending.outcome === "interrupted" && ending.parked !== undefined) {
      // In one commit with the end of the run: otherwise the next replica would start it at once.
      await parkGroup(session, { group: job.group, reason: ending.parked, revives: false });
    }
    return wakeLane(session, job);
  });
}

/** The columns that change, and what they are bound to from $4 on. */
function changes({ ending, now, laneHoldMs }: EndOptions): readonly [set: string, values: readonly Cell[]] {
  switch (ending.outcome) {
    case "interrupted":
      return ["error = error", []];
    case "done":
      return [`state = 'done', error = null, ended_at = ${nowMs}`, []];
    case "dead":
      return [`state = 'dead', error = $4, ended_at = ${nowMs}`, [ending.reason]];
    case "retry":
      return [
        `failures = failures + ${ending.counts ? 1 : 0}, error = $4, not_before = ${nowMs} + $5::bigint,
         hold_until = coalesce(hold_until, ${nowMs} + $6::bigint)`,
        [ending.reason, Math.max(0, Math.round(ending.notBefore - now)), laneHoldMs],
      ];
  }
}

async function recordFailures(session: Session, id: number, steps: readonly FailedStep[]): Promise<void> {
  for (const { step, state, error, uncounted } of steps) {
    await session.query(
      `insert into bowsprit.step (delivery, step, state, tries, error, ended_at) values ($1, $2, $3, $5, $4, ${nowMs})
       on conflict (delivery, step) do update
       set state = excluded.state, tries = step.tries + excluded.tries, error = excluded.error, ended_at = excluded.ended_at`,
      [id, step, state, error, uncounted ? 0 : 1],
    );
  }
}

/** Records that a step ended for good. Rejects with HoldLost when the delivery is another replica's by now. */
export async function recordStep(database: Database, hold: Hold, step: string): Promise<void> {
  const kept = await database.query(
    `with held as (select id from bowsprit.delivery
       where id = $1 and owner = $2 and attempts = $3 and state = 'pending' for share)
     insert into bowsprit.step (delivery, step, state, tries, error, ended_at)
     select id, $4, 'done', 0, null, ${nowMs} from held
     on conflict (delivery, step) do update set state = 'done', error = null, ended_at = excluded.ended_at
     returning step`,
    [hold.id, hold.owner, hold.attempt, step],
  );
  if (kept.length === 0) throw new HoldLost();
}
