import type { JournalEntry } from "./journal-record.ts";
import type { Sql } from "./sql.ts";
import { prepareTally } from "./tally.ts";

/** Writes a delivery under its number; false when its hook has sent it before. */
export function prepareInsert(sql: Sql): (entry: JournalEntry) => boolean {
  const row = sql.prepare(
    `insert into delivery (id, guid, hook, event, lane, grp, size, received_at, state, running, attempts, since)
     values (?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?) on conflict (guid, hook) do nothing`,
  );
  const bytes = sql.prepare("insert into body (delivery, bytes) values (?, ?)");
  const tally = prepareTally(sql);
  return ({ id, delivery, started, now }) => {
    const { guid, hook, event, lane, group, receivedAt, body } = delivery;
    const mark = started ? 1 : 0;
    const size = body.byteLength;
    if (row.run(id, guid, hook, event, lane, group, size, receivedAt, mark, mark, now).changes === 0) return false;
    bytes.run(id, body);
    tally.add("body", size);
    return true;
  };
}
