import { describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../../src/inbox/postgres/database.ts";
import { JobWorkers } from "../../../src/inbox/postgres/job-workers.ts";
import { openPostgresInbox } from "../../../src/inbox/postgres/open-postgres-inbox.ts";
import { systemTimers } from "../../../src/inbox/timers.ts";
import { createLogger } from "../../../src/log.ts";
import { delivery } from "../rig.ts";
import { generousMs, newDatabase, opened, postgresForTests } from "../stores.ts";

const server = await postgresForTests();

describe.each(server === undefined ? [] : [server])("job workers that begin while the database is away", (pg) => {
  it("are replaced when it is back, because they would never get a job", async () => {
    const url = await newDatabase(pg);
    const { inbox } = await opened((log) => openPostgresInbox({ url, log, member: false }));
    await inbox.put(delivery("a"));
    await pg.halt("immediate");
    const lines: string[] = [];
    const log = createLogger({
      level: "debug",
      format: "json",
      destination: { write: (line) => void lines.push(line) },
    });
    const database = openDatabase({ url, log, connections: 6 });
    const ran: string[] = [];
    const workers = new JobWorkers({
      ...{ database, log, timers: systemTimers, concurrency: 2, forbidden: () => [], onPool: async () => {} },
      run: async ({ lane }) => void ran.push(lane),
    });
    workers.start();
    // By now they have asked, in vain, which tasks there are.
    await expect(database.query("select 1")).rejects.toThrow();
    await pg.start();
    await vi.waitFor(() => expect(ran).toEqual(["lane"]), { timeout: generousMs, interval: 50 });
    expect(lines.filter((line) => line.includes("they get no jobs"))).toHaveLength(1);
    await workers.stop();
    await database.close();
  });
});
