import type { DeadDelivery, DeliveryState, StoredRow } from "../store.ts";
import { bytesIn, nullable, numberIn, textIn } from "./cells.ts";
import type { Row, Session } from "./database.ts";
import { pendingColumns, pendingOf, readSteps } from "./delivery-rows.ts";
import { nowMs } from "./schema.ts";

/** The latest delivery of that GUID. */
export async function findDelivery(session: Session, guid: string): Promise<StoredRow | undefined> {
  const [row] = await session.query(
    `select ${pendingColumns}, state, error, ended_at, bytes
     from bowsprit.delivery left join bowsprit.body on body.delivery = delivery.id
     where guid = $1 order by id desc limit 1`,
    [guid],
  );
  if (row === undefined) return undefined;
  const pending = pendingOf(row);
  return {
    ...pending,
    state: stateOf(row.state),
    error: nullable(textIn, row, "error"),
    endedAt: nullable(numberIn, row, "ended_at"),
    body: nullable(bytesIn, row, "bytes") ?? undefined,
    steps: await readSteps(session, pending.id),
  };
}

/** Latest first. */
export async function deadDeliveries(session: Session, limit: number): Promise<readonly DeadDelivery[]> {
  const rows = await session.query(
    `select ${pendingColumns}, error, ended_at from bowsprit.delivery where state = 'dead' order by id desc limit $1`,
    [limit],
  );
  return rows.map(deadOf);
}

/** The backlog of all replicas together. */
export interface Backlog {
  readonly pending: number;
  readonly bytes: number;
  /** Of those, how many wait for another try. */
  readonly waiting: number;
  readonly dead: number;
  /** Of those that are pending, how many belong to groups that are parked and do not run. */
  readonly parked: number;
}

export async function readBacklog(session: Session): Promise<Backlog> {
  const [row] = await session.query(
    `select count(*) as pending, coalesce(sum(size), 0) as bytes,
       count(*) filter (where owner is null and not_before > ${nowMs}) as waiting,
       (select count(*) from bowsprit.delivery where state = 'dead') as dead,
       count(*) filter (where owner is null and grp in (select grp from bowsprit.parked where not buried)) as parked
     from bowsprit.delivery where state = 'pending'`,
  );
  if (row === undefined) return { pending: 0, bytes: 0, waiting: 0, dead: 0, parked: 0 };
  const [pending, bytes] = [numberIn(row, "pending"), numberIn(row, "bytes")];
  const [waiting, dead, parked] = [numberIn(row, "waiting"), numberIn(row, "dead"), numberIn(row, "parked")];
  return { pending, bytes, waiting, dead, parked };
}

function deadOf(row: Row): DeadDelivery {
  const { notBefore: _, ...delivery } = pendingOf(row);
  return { ...delivery, error: nullable(textIn, row, "error") ?? "", endedAt: numberIn(row, "ended_at") };
}

function stateOf(cell: unknown): DeliveryState {
  return cell === "done" || cell === "dead" ? cell : "pending";
}
