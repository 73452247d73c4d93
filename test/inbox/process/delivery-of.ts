import type { IncomingDelivery } from "../../../src/inbox/inbox.ts";

/** The delivery of a number: everything in it can be told from the number. */
export function deliveryOf(n: number): IncomingDelivery {
  const body = new Uint8Array(2_000 + (n % 9_000)).fill(n % 251);
  return { hook: "hook", guid: `g${n}`, event: "push", lane: `lane ${n % 50}`, group: "group", body, receivedAt: n };
}
