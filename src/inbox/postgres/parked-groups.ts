import type { ParkedGroup } from "../schedule/parking.ts";
import { numberIn, textIn } from "./cells.ts";
import type { Database, Session } from "./database.ts";
import { wakeLanes } from "./lane-jobs.ts";
import { nowMs } from "./schema.ts";

/** Why nothing of a group runs. */
export interface Away {
  readonly kind: "parked" | "buried";
  readonly reason: string;
}

/** Undefined when the group runs. Whoever would change that waits for this transaction. */
export async function whyAway(session: Session, group: string): Promise<Away | undefined> {
  const [row] = await session.query("select buried, reason from bowsprit.parked where grp = $1 for share", [group]);
  return row && { kind: row.buried === true ? "buried" : "parked", reason: textIn(row, "reason") };
}

/** Parks the group for all replicas; one that was given up only when `revives`. Resolves to whether that is news. */
export async function parkGroup(
  session: Session,
  { group, reason, revives }: { readonly group: string; readonly reason: string; readonly revives: boolean },
): Promise<boolean> {
  const rows = await session.query(
    `insert into bowsprit.parked (grp, since, reason) values ($1, ${nowMs}, $2)
     on conflict (grp) do update set buried = false, since = excluded.since, reason = excluded.reason
     where parked.buried and $3 returning grp`,
    [group, reason, revives],
  );
  return rows.length > 0;
}

/** Lets the group go, in whatever way it was away, and wakes for its lanes. Resolves to whether that is news. */
export function letGroupGo(database: Database, group: string): Promise<boolean> {
  return database.transact(async (session) => {
    const rows = await session.query("delete from bowsprit.parked where grp = $1 returning grp", [group]);
    if (rows.length > 0) await wakeLanes(session, "grp = $1", [group]);
    return rows.length > 0;
  });
}

/** Whatever of the group would run from now on is dead instead; wakes for its lanes, so that this happens at once. */
export function buryGroup(database: Database, group: string, reason: string): Promise<void> {
  return database.transact(async (session) => {
    await session.query(
      `insert into bowsprit.parked (grp, since, reason, buried) values ($1, ${nowMs}, $2, true)
       on conflict (grp) do update set buried = true, since = excluded.since, reason = excluded.reason`,
      [group, reason],
    );
    await wakeLanes(session, "grp = $1", [group]);
  });
}

/** What is parked and not given up, in the order of the parking. */
export async function parkedGroups(session: Session): Promise<readonly ParkedGroup[]> {
  const rows = await session.query(
    "select grp, since, reason from bowsprit.parked where not buried order by since, grp",
  );
  return rows.map((row) => ({
    group: textIn(row, "grp"),
    since: numberIn(row, "since"),
    reason: textIn(row, "reason"),
  }));
}
