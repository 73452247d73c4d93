import { pendingColumns, pendingOf } from "./delivery-rows.ts";
import type { Operations } from "./operation.ts";
import { asNumber, type Sql } from "./sql.ts";

/** Makes an ended delivery pending again: its missing steps, or every step when asked for afresh. */
export function replayOperations(sql: Sql): Pick<Operations, "replay"> {
  const find = sql.prepare(
    `select id, state, exists (select 1 from body where delivery = id) from delivery
     where guid = ? order by id desc limit 1`,
  );
  const again = sql.prepare(
    `update delivery set state = 'pending', running = 0, failures = 0, crashes = 0, since = ?, not_before = 0,
     ended_at = null, error = null where id = ?`,
  );
  const row = sql.prepare(`select ${pendingColumns} from delivery where id = ?`);
  const forgetFailed = sql.prepare("delete from step where delivery = ? and state <> 'done'");
  const forgetAll = sql.prepare("delete from step where delivery = ?");
  return {
    replay({ guid, fresh, now }) {
      const [foundId, state, kept] = find.first(guid) ?? [];
      if (foundId === undefined) return { result: "unknown" };
      if (state === "pending") return { result: "pending" };
      if (kept !== 1) return { result: "pruned" };
      const id = asNumber(foundId);
      again.run(now, id);
      (fresh ? forgetAll : forgetFailed).run(id);
      return { result: "replayed", row: pendingOf(row.first(id) ?? []) };
    },
  };
}
