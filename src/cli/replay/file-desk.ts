import { existsSync } from "node:fs";
import { inboxDirectory } from "../../compose/choose-inbox.ts";
import type { IncomingDelivery, PutResult } from "../../inbox/inbox.ts";
import { openInbox } from "../../inbox/open-inbox.ts";
import type { Logger } from "../../log.ts";
import { MOST_LISTED } from "../../server/replay-endpoint.ts";
import type { ReplayDesk } from "./replay-desk.ts";

/** The inbox itself, while no server has it open; what is put or replayed waits for the next start. */
export interface FileDesk extends ReplayDesk {
  put(delivery: IncomingDelivery): Promise<PutResult>;
}

/** Opens the inbox of a data directory. Rejects with InboxRefused when a server has it open. */
export async function openFileDesk(dataDirectory: string, log: Logger): Promise<FileDesk> {
  const directory = inboxDirectory(dataDirectory);
  if (!existsSync(directory)) {
    throw new Error(`${dataDirectory} holds no inbox: name the server's data directory with --data-dir or DATA_DIR`);
  }
  const inbox = await openInbox({ directory, log });
  return {
    runs: "runs when the server starts next",
    dead: () => inbox.dead(MOST_LISTED),
    find: (guid) => inbox.find(guid),
    replay: (guid, fresh) => inbox.replay(guid, { fresh }),
    put: (delivery) => inbox.put(delivery),
    close: () => inbox.drain({ graceMs: 0 }),
  };
}
