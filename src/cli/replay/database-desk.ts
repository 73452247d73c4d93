import { openPostgresInbox } from "../../inbox/postgres/open-postgres-inbox.ts";
import type { Logger } from "../../log.ts";
import { type InboxDesk, inboxDesk } from "./inbox-desk.ts";

/** The inbox that replicas share, whether any of them runs or not; what is put or replayed runs on one of them. */
export async function openDatabaseDesk(url: string, log: Logger): Promise<InboxDesk> {
  return inboxDesk(await openPostgresInbox({ url, log, member: false }), "runs on one of the replicas");
}
