import type { FailedStep } from "../store.ts";
import type { Operations } from "./operation.ts";
import type { Sql } from "./sql.ts";

/** How an attempt ends: for good, or to be tried again. */
export function deliveryEnds(sql: Sql): Pick<Operations, "finish" | "retry"> {
  const finish = sql.prepare("update delivery set state = ?, running = 0, error = ?, ended_at = ? where id = ?");
  const retry = sql.prepare(
    "update delivery set running = 0, failures = failures + ?, not_before = ?, error = ? where id = ?",
  );
  const failed = sql.prepare(
    `insert into step (delivery, step, state, tries, error, ended_at) values (?, ?, ?, ?, ?, ?)
     on conflict (delivery, step) do update
     set state = excluded.state, tries = tries + excluded.tries, error = excluded.error, ended_at = excluded.ended_at`,
  );
  const record = (id: number, steps: readonly FailedStep[], now: number) => {
    for (const { step, state, error, uncounted } of steps) failed.run(id, step, state, uncounted ? 0 : 1, error, now);
  };
  return {
    finish({ id, state, error, steps, now }) {
      record(id, steps, now);
      finish.run(state, error, now, id);
    },
    retry({ id, notBefore, error, steps, now, counts }) {
      record(id, steps, now);
      retry.run(counts ? 1 : 0, notBefore, error, id);
    },
  };
}
