import type { ReplayOutcome } from "../store.ts";
import { numberIn, textIn } from "./cells.ts";
import type { Database } from "./database.ts";
import { addLaneJob } from "./lane-jobs.ts";
import { nowMs } from "./schema.ts";

/** Makes an ended delivery pending again: its missing steps, or every step when asked for afresh. */
export function replayDelivery(database: Database, guid: string, fresh: boolean): Promise<ReplayOutcome["result"]> {
  return database.transact(async (session): Promise<ReplayOutcome["result"]> => {
    const [found] = await session.query(
      `select id, state, lane, grp, exists (select 1 from bowsprit.body where body.delivery = delivery.id) as kept
       from bowsprit.delivery where guid = $1 order by id desc limit 1 for update`,
      [guid],
    );
    if (found === undefined) return "unknown";
    if (found.state === "pending") return "pending";
    if (found.kept !== true) return "pruned";
    const id = numberIn(found, "id");
    await session.query(
      `update bowsprit.delivery set state = 'pending', failures = 0, crashes = 0, since = ${nowMs}, not_before = 0,
         hold_until = null, ended_at = null, error = null where id = $1`,
      [id],
    );
    await session.query("delete from bowsprit.step where delivery = $1 and (state <> 'done' or $2)", [id, fresh]);
    await addLaneJob(session, { lane: textIn(found, "lane"), group: textIn(found, "grp") }, 0);
    return "replayed";
  });
}
