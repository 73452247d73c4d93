import type { IncomingDelivery } from "../../src/inbox/inbox.ts";

/** A small delivery; the guid is its body. */
export function delivery(guid: string, changes: Partial<IncomingDelivery> = {}): IncomingDelivery {
  const base = { hook: "hook", guid, event: "issue_comment", lane: "lane", group: "group", receivedAt: 1 };
  return { ...base, body: new TextEncoder().encode(guid), ...changes };
}
