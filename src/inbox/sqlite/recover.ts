import type { Operations } from "./operation.ts";
import { asNumber, asText, type Sql } from "./sql.ts";

/** A delivery that was running when the process died gets the blame counted; too often, and it is put away. */
export function recoverOperations(sql: Sql): Pick<Operations, "recover"> {
  const running = sql.prepare("select id, guid, crashes from delivery where state = 'pending' and running = 1");
  const again = sql.prepare("update delivery set running = 0, crashes = crashes + 1 where id = ?");
  const bury = sql.prepare(
    `update delivery set running = 0, crashes = crashes + 1, state = 'dead', error = ?, ended_at = ? where id = ?`,
  );
  return {
    recover({ crashes: limit, now }) {
      const quarantined: string[] = [];
      let interrupted = 0;
      for (const [id, guid, crashes] of running.all()) {
        const count = asNumber(crashes) + 1;
        if (count < limit) {
          again.run(asNumber(id));
          interrupted++;
        } else {
          bury.run(`The process died ${count} times while this delivery ran.`, now, asNumber(id));
          quarantined.push(asText(guid));
        }
      }
      return { interrupted, quarantined };
    },
  };
}
