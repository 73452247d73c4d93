import { existsSync } from "node:fs";
import { inboxDirectory } from "../../compose/choose-inbox.ts";
import { openInbox } from "../../inbox/open-inbox.ts";
import type { Logger } from "../../log.ts";
import { type InboxDesk, inboxDesk } from "./inbox-desk.ts";

/**
 * The inbox itself, while no server has it open; what is put or replayed waits for the next start. Rejects with
 * InboxRefused when a server has it open.
 */
export async function openFileDesk(dataDirectory: string, log: Logger): Promise<InboxDesk> {
  const directory = inboxDirectory(dataDirectory);
  if (!existsSync(directory)) {
    throw new Error(`${dataDirectory} holds no inbox: name the server's data directory with --data-dir or DATA_DIR`);
  }
  return inboxDesk(await openInbox({ directory, log }), "runs when the server starts next");
}
