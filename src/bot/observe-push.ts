import type { GitHubConnections } from "./connections.ts";
import type { Delivery } from "./delivery.ts";
import type { BotEvent } from "./events/decode-event.ts";
import { eventTime } from "./events/event-time.ts";
import { repoOf } from "./events/repo-of.ts";

const BRANCHES = "refs/heads/";

/** The GitHub room remembers where branches stand, so that not every delivery has to ask. */
export function observePush(connections: GitHubConnections, delivery: Delivery, event: BotEvent): void {
  if (event.name !== "push" || !event.payload.ref.startsWith(BRANCHES)) return;
  const { repository, ref, after } = event.payload;
  const at = eventTime(event) ?? delivery.receivedAt;
  connections.observeBranch?.(repoOf(repository), ref.slice(BRANCHES.length), { sha: after, at });
}
