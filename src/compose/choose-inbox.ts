import { join } from "node:path";
import type { ServeSettings } from "../environment.ts";
import { type InboxOptions, type OpenInbox, openInbox } from "../inbox/open-inbox.ts";
import { openPostgresInbox } from "../inbox/postgres/open-postgres-inbox.ts";

/** The database that replicas share when one is named, else the file of this process alone. */
export function chooseInbox(
  { databaseUrl, dataDirectory }: Pick<ServeSettings, "databaseUrl" | "dataDirectory">,
  options: Pick<InboxOptions, "log" | "clock" | "onFinished">,
): Promise<OpenInbox> {
  if (databaseUrl !== undefined) return openPostgresInbox({ url: databaseUrl, ...options });
  return openInbox({ directory: inboxDirectory(dataDirectory), ...options });
}

/** The inbox's directory under the data directory. */
export function inboxDirectory(dataDirectory: string): string {
  return join(dataDirectory, "inbox");
}
