import type { PruneRequest } from "../store.ts";
import type { Operations } from "./operation.ts";
import { asNumber, type Sql } from "./sql.ts";
import { prepareTally } from "./tally.ts";

type Prune = (request: PruneRequest) => boolean;

/** Forgets what is old: bodies first, rows (which know duplicates) much later. */
export function pruneOperations(sql: Sql): Pick<Operations, "prune"> {
  const parts = [prepareBodies(sql), prepareRows(sql), prepareEffects(sql), prepareValues(sql)];
  return {
    prune: (request) => parts.map((part) => part(request)).some((more) => more),
  };
}

/** Walks ended deliveries once, oldest first; the place it reached is kept in the file. */
function prepareBodies(sql: Sql): Prune {
  const next = sql.prepare(
    `select id, ended_at, size, state from delivery
     where ended_at is not null and (ended_at, id) > (?, ?) order by ended_at, id limit ?`,
  );
  const drop = sql.prepare("delete from body where delivery = ?");
  const tally = prepareTally(sql);
  return ({ doneBodiesBefore, bodyBytes, limit }) => {
    const rows = next.all(tally.read("swept at"), tally.read("swept id"), limit);
    let kept = tally.read("body");
    for (const [id, endedAt, size, state] of rows) {
      if (asNumber(endedAt) >= doneBodiesBefore && kept <= bodyBytes) return false;
      if (state === "done" && drop.run(asNumber(id)).changes > 0) {
        kept -= asNumber(size);
        tally.add("body", -asNumber(size));
      }
      tally.set("swept at", asNumber(endedAt));
      tally.set("swept id", asNumber(id));
    }
    return rows.length === limit;
  };
}

function prepareRows(sql: Sql): Prune {
  const old = sql.prepare("select id, size from delivery where ended_at < ? order by ended_at limit ?");
  const drop = sql.prepare("delete from body where delivery = ?");
  const steps = sql.prepare("delete from step where delivery = ?");
  const row = sql.prepare("delete from delivery where id = ?");
  const tally = prepareTally(sql);
  return ({ rowsBefore, limit }) => {
    const rows = old.all(rowsBefore, limit);
    for (const [id, size] of rows) {
      if (drop.run(asNumber(id)).changes > 0) tally.add("body", -asNumber(size));
      steps.run(asNumber(id));
      row.run(asNumber(id));
    }
    return rows.length === limit;
  };
}

function prepareEffects(sql: Sql): Prune {
  const old = sql.prepare(
    "delete from effect where effect in (select effect from effect where since < ? order by since limit ?)",
  );
  return ({ rowsBefore, limit }) => old.run(rowsBefore, limit).changes === limit;
}

function prepareValues(sql: Sql): Prune {
  const old = sql.prepare(
    "delete from value where key in (select key from value where until < ? order by until limit ?)",
  );
  return ({ valuesBefore, limit }) => old.run(valuesBefore, limit).changes === limit;
}
