import type { PruneRequest } from "../store.ts";
import { numberIn } from "./cells.ts";
import type { Database, Row, Session } from "./database.ts";

/** Forgets what is old: bodies first, rows (which know duplicates) much later. Resolves to whether there is more. */
export async function prune(database: Database, request: PruneRequest): Promise<boolean> {
  const { rowsBefore, valuesBefore, limit } = request;
  const gone = [
    (await dropBodies(database, request)).length,
    await remove(database, "delivery", "ended_at", [rowsBefore, limit]),
    await remove(database, "effect", "since", [rowsBefore, limit]),
    await remove(database, "value", "until", [valuesBefore, limit]),
    // One that nobody spent from for so long is full again.
    await remove(database, "budget", "at", [rowsBefore, limit]),
  ];
  return gone.some((count) => count >= limit);
}

/** Oldest first, for as long as they are too old or all bodies together are too many. */
async function dropBodies(session: Session, request: PruneRequest): Promise<readonly Row[]> {
  const { doneBodiesBefore, bodyBytes, limit } = request;
  return session.query(
    `delete from bowsprit.body using (
       select id, ended_at, sum(size) over (order by ended_at, id) - size as before
       from bowsprit.delivery join bowsprit.body on body.delivery = delivery.id where state = 'done'
     ) done
     where body.delivery = done.id and body.delivery in (
       select id from bowsprit.delivery join bowsprit.body on body.delivery = delivery.id
       where state = 'done' order by ended_at, id limit $3)
     and (done.ended_at < $1 or done.before < $2)
     returning delivery`,
    [doneBodiesBefore, (await bodySum(session)) - bodyBytes, limit],
  );
}

async function bodySum(session: Session): Promise<number> {
  const [row] = await session.query(
    "select coalesce(sum(size), 0) as bytes from bowsprit.delivery join bowsprit.body on body.delivery = delivery.id",
  );
  return row === undefined ? 0 : numberIn(row, "bytes");
}

async function remove(session: Session, table: string, column: string, bounds: [number, number]): Promise<number> {
  const gone = await session.query(
    `delete from bowsprit.${table} where ctid = any (array(
       select ctid from bowsprit.${table} where ${column} < $1 order by ${column} limit $2)) returning 1`,
    bounds,
  );
  return gone.length;
}
