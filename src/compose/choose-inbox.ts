import { join } from "node:path";
import type { ServeSettings } from "../environment.ts";
import { type InboxOptions, type OpenInbox, openInbox } from "../inbox/open-inbox.ts";

/** The database that replicas share when one is named, else the file of this process alone. */
export async function chooseInbox(
  { databaseUrl, dataDirectory }: Pick<ServeSettings, "databaseUrl" | "dataDirectory">,
  options: Pick<InboxOptions, "log" | "clock" | "onFinished">,
): Promise<OpenInbox> {
  if (databaseUrl === undefined) return openInbox({ directory: inboxDirectory(dataDirectory), ...options });
  // Only those who use it pay for the drivers, in memory and at every start.
  const { openPostgresInbox } = await import("../inbox/postgres/open-postgres-inbox.ts");
  return openPostgresInbox({ url: databaseUrl, ...options });
}

/** The inbox's directory under the data directory. */
export function inboxDirectory(dataDirectory: string): string {
  return join(dataDirectory, "inbox");
}
