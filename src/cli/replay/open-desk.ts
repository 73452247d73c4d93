import { InboxRefused } from "../../inbox/inbox-unavailable.ts";
import { type Logger, silentLogger } from "../../log.ts";
import { openDatabaseDesk } from "./database-desk.ts";
import { openFileDesk } from "./file-desk.ts";
import type { InboxDesk } from "./inbox-desk.ts";
import type { ReplayDesk } from "./replay-desk.ts";
import { type ServerAddress, serverDesk } from "./server-desk.ts";

export interface DeskOptions {
  readonly dataDirectory: string;
  /** The database that replicas share, instead of the directory. */
  readonly databaseUrl?: string | undefined;
  /** Asked for only when the inbox is in use; throws when it cannot be told. */
  readonly server: () => ServerAddress;
  readonly log?: Logger;
}

/** The database when one is named, the inbox's own file when no server runs, else the server that has it open. */
export async function openDesk(options: DeskOptions): Promise<InboxDesk | ReplayDesk> {
  if (options.databaseUrl !== undefined) {
    return openDatabaseDesk(options.databaseUrl, options.log ?? silentLogger());
  }
  try {
    return await openFileDesk(options.dataDirectory, options.log ?? silentLogger());
  } catch (error) {
    if (!(error instanceof InboxRefused)) throw error;
    if (!/ has the inbox .* open/.test(error.message)) throw error;
    return serverDesk(options.server());
  }
}
