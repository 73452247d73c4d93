import { mkdirSync } from "node:fs";
import { openInbox } from "../../src/inbox/open-inbox.ts";
import { silentLogger } from "../../src/log.ts";
import { commentPayload, guidOf, OWNER } from "../rig/comment-delivery.ts";

/** Puts so many deliveries into the inbox of a data directory and runs none of them. */
export async function fillInbox(dataDirectory: string, count: number, body: string): Promise<void> {
  const directory = `${dataDirectory}/inbox`;
  mkdirSync(directory, { recursive: true });
  const limits = { backlogRows: count + 1, backlogBytes: Number.MAX_SAFE_INTEGER };
  const inbox = await openInbox({ directory, log: silentLogger(), limits });
  const putting = Array.from({ length: count }, (_, index) =>
    inbox.put({
      ...{ hook: "direct", guid: guidOf(index), event: "issue_comment" },
      ...{ lane: `${OWNER}/boats#${index % 500}`, group: "7" },
      body: commentPayload({ body, index }),
      receivedAt: Date.now(),
    }),
  );
  const results = await Promise.all(putting);
  if (results.some((result) => result !== "stored")) throw new Error("not every delivery was stored");
  await inbox.drain({ graceMs: 0 });
}
