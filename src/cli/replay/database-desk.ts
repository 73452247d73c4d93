import { openPostgresInbox } from "../../inbox/postgres/open-postgres-inbox.ts";
import type { Logger } from "../../log.ts";
import { MOST_LISTED } from "../../server/replay-endpoint.ts";
import type { FileDesk } from "./file-desk.ts";

/** The inbox that replicas share, whether any of them runs or not; what is put or replayed runs on one of them. */
export async function openDatabaseDesk(url: string, log: Logger): Promise<FileDesk> {
  const inbox = await openPostgresInbox({ url, log, member: false });
  return {
    runs: "runs on one of the replicas",
    dead: () => inbox.dead(MOST_LISTED),
    find: (guid) => inbox.find(guid),
    replay: (guid, fresh) => inbox.replay(guid, { fresh }),
    put: (delivery) => inbox.put(delivery),
    close: () => inbox.drain({ graceMs: 0 }),
  };
}
