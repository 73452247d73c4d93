import type { Logger } from "../../log.ts";
import { InboxRefused } from "../inbox-unavailable.ts";
import { numberIn } from "./cells.ts";
import type { Database } from "./database.ts";

const oldestVersion = 120_000;

/** Rejects with InboxRefused when the server cannot keep an inbox, and says so when its settings void a promise. */
export async function checkServer(database: Database, log: Logger): Promise<void> {
  const [found] = await database.query(
    `select current_setting('server_version_num')::int as version, current_setting('synchronous_commit') as commits,
       current_setting('fsync') as fsync, pg_is_in_recovery() as standby`,
  );
  if (found === undefined) return;
  if (numberIn(found, "version") < oldestVersion) throw new InboxRefused("The inbox needs PostgreSQL 12 or later.");
  if (found.standby === true) {
    throw new InboxRefused("DATABASE_URL names a standby, which takes no writes; name the primary.");
  }
  if (found.commits === "off" || found.fsync === "off") {
    log.warn(
      { synchronous_commit: found.commits, fsync: found.fsync },
      "the database answers before it has written: a crash of it loses deliveries that GitHub was told are kept",
    );
  }
}
