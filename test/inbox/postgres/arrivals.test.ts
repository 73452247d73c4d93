import { expect, it } from "vitest";
import { defaultLimits } from "../../../src/inbox/limits.ts";
import { Arrivals } from "../../../src/inbox/postgres/arrivals.ts";
import { BacklogCount } from "../../../src/inbox/postgres/backlog-count.ts";
import type { Database, Row } from "../../../src/inbox/postgres/database.ts";
import { delivery, FakeTime, gate, settle } from "../rig.ts";

/** A database that says nothing until it is let speak. */
function silentDatabase() {
  const silence = gate();
  const query = async (text: string): Promise<readonly Row[]> => {
    await silence.opened;
    return text.includes("insert into bowsprit.delivery") ? [{ id: 1, guid: "a", hook: "hook" }] : [];
  };
  const database = { query } as Partial<Database> as Database;
  return { database, speak: silence.open };
}

it("tells a sender before it gives up that a database does not answer, and counts what was kept after all", async () => {
  const time = new FakeTime();
  const { database, speak } = silentDatabase();
  const backlog = new BacklogCount(database, time);
  let kept = 0;
  const arrivals = new Arrivals({ database, backlog, limits: defaultLimits, timers: time, onKept: () => kept++ });
  const told: unknown[] = [];
  void arrivals.put(delivery("a")).catch((error: unknown) => told.push(error));
  await time.advance(7_000);
  expect(told).toEqual([]);
  await time.advance(2_000);
  expect(told).toMatchObject([{ name: "InboxUnavailable", reason: "connection" }]);
  speak();
  await arrivals.settled();
  await settle();
  expect([kept, backlog.now.pending]).toEqual([1, 1]);
});
