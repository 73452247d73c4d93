import type { PutOutcome } from "../store.ts";
import type { DeliveryIds } from "./delivery-ids.ts";
import { prepareInsert } from "./delivery-insert.ts";
import { prepareFindKnown } from "./known-delivery.ts";
import type { ArgumentOf, Operations } from "./operation.ts";
import { asNumber, type Sql } from "./sql.ts";
import { prepareTally } from "./tally.ts";

type Writes = Pick<Operations, "put" | "start" | "finishStep" | "release" | "probe">;

/** What the hot path writes. */
export function deliveryWrites(sql: Sql, ids: DeliveryIds): Writes {
  const start = sql.prepare("update delivery set attempts = attempts + 1, running = 1 where id = ?");
  const release = sql.prepare("update delivery set running = 0 where id = ?");
  const step = sql.prepare(
    `insert into step (delivery, step, state, tries, error, ended_at) values (?, ?, 'done', 0, null, ?)
     on conflict (delivery, step) do update set state = 'done', error = null, ended_at = excluded.ended_at`,
  );
  const probe = sql.prepare("update tally set amount = amount + 1 where name = 'probe'");
  return {
    put: preparePut(sql, ids),
    start: ({ id }) => void start.run(id),
    release: ({ id }) => void release.run(id),
    finishStep: ({ id, step: name, now }) => void step.run(id, name, now),
    probe: () => void probe.run(),
  };
}

function preparePut(sql: Sql, ids: DeliveryIds): (argument: ArgumentOf<"put">) => PutOutcome {
  const insert = prepareInsert(sql);
  const findKnown = prepareFindKnown(sql);
  const revive = prepareRevive(sql);
  return ({ delivery, started, now }) => {
    const id = ids.next();
    if (insert({ id, delivery, started, now })) return { result: "stored", id, revived: false };
    const known = findKnown(delivery);
    return known?.isDead === true ? revive(known.id, delivery.body, now) : { result: "duplicate" };
  };
}

/** A dead delivery that is sent again was sent again by a person: its missing steps run, the ended ones do not. */
function prepareRevive(sql: Sql): (id: number, bytes: Uint8Array, now: number) => PutOutcome {
  const again = sql.prepare(
    `update delivery set state = 'pending', running = 0, failures = 0, crashes = 0, since = ?, not_before = 0,
     ended_at = null, error = null, size = ? where id = ?`,
  );
  const oldBody = sql.prepare("delete from body where delivery = ? returning length(bytes)");
  const body = sql.prepare("insert into body (delivery, bytes) values (?, ?)");
  const forget = sql.prepare("delete from step where delivery = ? and state <> 'done'");
  const tally = prepareTally(sql);
  return (id, bytes, now) => {
    const dropped = oldBody.first(id)?.[0];
    again.run(now, bytes.byteLength, id);
    body.run(id, bytes);
    forget.run(id);
    tally.add("body", bytes.byteLength - (dropped === undefined ? 0 : asNumber(dropped)));
    return { result: "stored", id, revived: true };
  };
}
