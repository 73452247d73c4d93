import type { IncomingDelivery } from "../inbox.ts";
import type { PutOutcome } from "../store.ts";
import { numberIn, textIn } from "./cells.ts";
import type { Cell, Database, Session } from "./database.ts";
import { addLaneJob, jobSpecs } from "./lane-jobs.ts";
import { jobsSchema, nowMs } from "./schema.ts";

/**
 * Keeps deliveries that arrived together, and wakes for their lanes, in one statement: it is on disk when this resolves.
 * What was kept before is a duplicate, unless it is dead: then a person sent it again.
 */
export async function putBatch(database: Database, batch: readonly IncomingDelivery[]): Promise<readonly PutOutcome[]> {
  const ids = await insert(database, batch);
  const outcomes: PutOutcome[] = [];
  for (const delivery of batch) {
    const id = ids.get(keyOf(delivery));
    // Each number is given out once: the second of two alike in a batch is a duplicate of the first.
    ids.delete(keyOf(delivery));
    outcomes.push(id === undefined ? await revive(database, delivery) : { result: "stored", id, revived: false });
  }
  return outcomes;
}

async function insert(database: Database, batch: readonly IncomingDelivery[]): Promise<Map<string, number>> {
  const places = batch.map((_, index) => placeholders(index)).join(", ");
  const rows = await database.query(
    `with incoming (place, guid, hook, event, lane, grp, received_at, bytes) as (values ${places}),
     kept as (
       insert into bowsprit.delivery (guid, hook, event, lane, grp, size, received_at, since)
       select guid, hook, event, lane, grp, length(bytes), received_at, ${nowMs} from incoming order by place
       on conflict (guid, hook) do nothing returning id, guid, hook, lane, grp
     ),
     bodies as (
       insert into bowsprit.body (delivery, bytes)
       select distinct on (kept.id) kept.id, incoming.bytes from kept join incoming using (guid, hook)
       order by kept.id, incoming.place
     ),
     woken as (
       select count(*) as jobs
       from ${jobsSchema}.add_jobs(${jobSpecs("(select distinct lane, grp from kept)")})
     )
     select id, guid, hook, (select jobs from woken) as jobs from kept`,
    batch.flatMap(valuesOf),
  );
  return new Map(rows.map((row) => [key(textIn(row, "hook"), textIn(row, "guid")), numberIn(row, "id")]));
}

const columns = ["integer", "text", "text", "text", "text", "text", "bigint", "bytea"];

function placeholders(row: number): string {
  return `(${columns.map((type, column) => `$${row * columns.length + column + 1}::${type}`).join(", ")})`;
}

function valuesOf({ guid, hook, event, lane, group, receivedAt, body }: IncomingDelivery, place: number): Cell[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return [place, guid, hook, event, lane, group, Math.round(receivedAt), bytes];
}

/** A dead delivery that is sent again was sent again by a person: its missing steps run, the ended ones do not. */
async function revive(database: Database, { guid, hook, body }: IncomingDelivery): Promise<PutOutcome> {
  return database.transact(async (session): Promise<PutOutcome> => {
    const [row] = await session.query(
      `update bowsprit.delivery set state = 'pending', failures = 0, crashes = 0, since = ${nowMs}, not_before = 0,
         hold_until = null, ended_at = null, error = null, size = $3
       where guid = $1 and hook = $2 and state = 'dead' returning id, lane, grp`,
      [guid, hook, body.byteLength],
    );
    if (row === undefined) return { result: "duplicate" };
    const id = numberIn(row, "id");
    await replaceBody(session, id, body);
    await session.query("delete from bowsprit.step where delivery = $1 and state <> 'done'", [id]);
    await addLaneJob(session, { lane: textIn(row, "lane"), group: textIn(row, "grp") }, 0);
    return { result: "stored", id, revived: true };
  });
}

async function replaceBody(session: Session, id: number, body: Uint8Array): Promise<void> {
  await session.query(
    `insert into bowsprit.body (delivery, bytes) values ($1, $2)
     on conflict (delivery) do update set bytes = excluded.bytes`,
    [id, Buffer.from(body)],
  );
}

function keyOf({ hook, guid }: IncomingDelivery): string {
  return key(hook, guid);
}

function key(hook: string, guid: string): string {
  return `${hook}\n${guid}`;
}
