import type { DeadDelivery, DeliveryState, StoredRow } from "../store.ts";
import { pendingColumns, pendingOf, prepareSteps } from "./delivery-rows.ts";
import type { Operations } from "./operation.ts";
import { asBytes, asNumber, asText, orNull, type Sql } from "./sql.ts";

type Reads = Pick<Operations, "pending" | "content" | "find" | "dead" | "deadCount">;

/** Everything that is asked about deliveries. */
export function deliveryReads(sql: Sql): Reads {
  const pending = sql.prepare(`select ${pendingColumns} from delivery where state = 'pending' order by id`);
  const body = sql.prepare("select bytes, attempts from body join delivery on id = delivery where delivery = ?");
  const dead = sql.prepare(
    `select ${pendingColumns}, error, ended_at from delivery where state = 'dead' order by id desc limit ?`,
  );
  const deadCount = sql.prepare("select count(*) from delivery where state = 'dead'");
  const steps = prepareSteps(sql);
  return {
    pending: () => pending.all().map(pendingOf),
    content({ id }) {
      const found = body.first(id);
      if (found === undefined) return undefined;
      return { body: asBytes(found[0]), attempts: asNumber(found[1]), steps: steps(id) };
    },
    find: prepareFind(sql),
    dead: ({ limit }) => dead.all(limit).map(deadOf),
    deadCount: () => asNumber(deadCount.first()?.[0]),
  };
}

function prepareFind(sql: Sql): Operations["find"] {
  const find = sql.prepare(
    `select ${pendingColumns}, state, error, ended_at, bytes from delivery left join body on delivery = id
     where guid = ? order by id desc limit 1`,
  );
  const steps = prepareSteps(sql);
  return ({ guid }): StoredRow | undefined => {
    const row = find.first(guid);
    if (row === undefined) return undefined;
    const pending = pendingOf(row);
    const [state, error, endedAt, bytes] = row.slice(13);
    return {
      ...pending,
      state: stateOf(state),
      error: orNull(asText, error),
      endedAt: orNull(asNumber, endedAt),
      body: orNull(asBytes, bytes) ?? undefined,
      steps: steps(pending.id),
    };
  };
}

function deadOf(row: readonly unknown[]): DeadDelivery {
  const { notBefore: _, ...delivery } = pendingOf(row);
  return { ...delivery, error: orNull(asText, row[13]) ?? "", endedAt: asNumber(row[14]) };
}

function stateOf(cell: unknown): DeliveryState {
  return cell === "done" || cell === "dead" ? cell : "pending";
}
