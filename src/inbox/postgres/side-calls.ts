import type { EffectState, SideCalls, StoreCalls } from "../store.ts";
import { bytesIn, numberIn, textIn } from "./cells.ts";
import type { Database, Session } from "./database.ts";
import { type Hold, HoldLost, stillHeld } from "./hold.ts";
import { nowMs } from "./schema.ts";

/** The hold under which the caller runs; undefined outside of any run. */
export type CurrentHold = () => Hold | undefined;

/** Effects, blobs and values. What a run says of its effects counts only while it holds its delivery. */
export function sideCalls(database: Database, current: CurrentHold): SideCalls {
  return { ...effectCalls(database, current), ...blobCalls(database), ...valueCalls(database) };
}

function effectCalls(database: Database, current: CurrentHold): Pick<StoreCalls, "effectBegin" | "effectSettle"> {
  const held = async (session: Session) => {
    const hold = current();
    if (hold !== undefined && !(await stillHeld(session, hold))) throw new HoldLost();
  };
  return {
    effectBegin: ({ effect, now }) =>
      database.transact(async (session) => {
        await held(session);
        return beginEffect(session, effect, now);
      }),
    effectSettle: ({ effect, outcome }) =>
      database.transact(async (session) => {
        // That it is done is true whoever says it; that it may be made again is for the one who would make it.
        if (outcome === "refused") await held(session);
        await session.query(
          `insert into bowsprit.effect (effect, state, since) values ($1, $2, ${nowMs})
           on conflict (effect) do update set state = excluded.state where effect.state <> 'done'`,
          [effect, outcome],
        );
      }),
  };
}

/** The database's clock counts; the caller, whose clock it need not be, is told in its own time. */
async function beginEffect(session: Session, effect: string, now: number): Promise<EffectState> {
  const since = `since + $2::bigint - ${nowMs} as since`;
  const [begun] = await session.query(
    `insert into bowsprit.effect (effect, state, since) values ($1, 'begun', ${nowMs})
     on conflict (effect) do update set state = 'begun', since = excluded.since where effect.state = 'refused'
     returning ${since}`,
    [effect, now],
  );
  if (begun !== undefined) return { state: "new", since: numberIn(begun, "since") };
  const [found] = await session.query(`select state, ${since} from bowsprit.effect where effect = $1`, [effect, now]);
  if (found === undefined) throw new TypeError("an effect vanished while it was begun");
  return { state: found.state === "done" ? "done" : "unknown", since: numberIn(found, "since") };
}

function blobCalls(database: Database): Pick<StoreCalls, "blobGet" | "blobTouch" | "blobSet"> {
  return {
    async blobGet({ key }) {
      const [row] = await database.query("select bytes, used_at from bowsprit.blob where key = $1", [key]);
      return row === undefined ? undefined : { bytes: bytesIn(row, "bytes"), usedAt: numberIn(row, "used_at") };
    },
    async blobTouch({ key, now }) {
      await database.query("update bowsprit.blob set used_at = $2 where key = $1", [key, now]);
    },
    async blobSet({ key, bytes, limit, now }) {
      await database.query(
        `insert into bowsprit.blob (key, size, used_at, bytes) values ($1, $2, $3, $4) on conflict (key) do nothing`,
        [key, bytes.byteLength, now, Buffer.from(bytes)],
      );
      await dropOldBlobs(database, key, limit);
    },
  };
}

/** What was used longest ago goes first, what has just come last. */
async function dropOldBlobs(session: Session, newest: string, limit: number): Promise<void> {
  await session.query(
    `delete from bowsprit.blob using (
       select key, sum(size) over (order by key = $2 desc, used_at desc, key) as upto from bowsprit.blob
     ) sums where blob.key = sums.key and sums.upto > $1`,
    [limit, newest],
  );
}

function valueCalls(database: Database): Pick<StoreCalls, "valueGet" | "valueSet"> {
  return {
    async valueGet({ key }) {
      const [row] = await database.query("select value from bowsprit.value where key = $1", [key]);
      return row === undefined ? undefined : textIn(row, "value");
    },
    async valueSet({ key, value, until }) {
      await database.query(
        `insert into bowsprit.value (key, value, until) values ($1, $2, $3)
         on conflict (key) do update set value = excluded.value, until = excluded.until`,
        [key, value, until === null ? null : Math.round(until)],
      );
    },
  };
}
