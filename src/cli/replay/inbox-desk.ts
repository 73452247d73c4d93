import type { IncomingDelivery, PutResult } from "../../inbox/inbox.ts";
import type { OpenInbox } from "../../inbox/open-inbox.ts";
import { MOST_LISTED } from "../../server/replay-endpoint.ts";
import type { ReplayDesk } from "./replay-desk.ts";

/** An inbox that this process has opened itself; it takes new deliveries as well. */
export interface InboxDesk extends ReplayDesk {
  put(delivery: IncomingDelivery): Promise<PutResult>;
}

/** The desk over an open inbox; closing it closes the inbox, which has run nothing. */
export function inboxDesk(
  inbox: Pick<OpenInbox, "dead" | "find" | "replay" | "put" | "drain">,
  runs: InboxDesk["runs"],
): InboxDesk {
  return {
    runs,
    dead: () => inbox.dead(MOST_LISTED),
    find: (guid) => inbox.find(guid),
    replay: (guid, fresh) => inbox.replay(guid, { fresh }),
    put: (delivery) => inbox.put(delivery),
    close: () => inbox.drain({ graceMs: 0 }),
  };
}
