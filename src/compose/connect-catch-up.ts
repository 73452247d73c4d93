import type { Classification } from "../bot/events/classify-delivery.ts";
import type { Clock } from "../clock.ts";
import { GitHubError } from "../github/github-error.ts";
import type { HookDeliveries, HookDelivery } from "../github/hook-deliveries.ts";
import { CatchUp } from "../inbox/catch-up/catch-up.ts";
import type { DeliverySource, SentAttempt } from "../inbox/catch-up/catch-up-source.ts";
import type { CatchUpOutcome } from "../inbox/catch-up/catch-up-sweep.ts";
import type { OpenInbox } from "../inbox/open-inbox.ts";
import type { Timers } from "../inbox/timers.ts";
import type { Logger } from "../log.ts";
import { hookName } from "../server/hook-name.ts";
import type { Doubts } from "./doubts.ts";

export interface ConnectCatchUpOptions {
  readonly deliveries: HookDeliveries;
  readonly doubts: Doubts;
  readonly inbox: OpenInbox;
  readonly classify: (event: string, body: Uint8Array) => Classification;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  readonly log: Logger;
  readonly onOutcome: (outcome: CatchUpOutcome) => void;
}

/** Visible within five minutes is what is promised: a look, a tenth of jitter, and time to do what was found. */
const EVERY_MS = 3 * 60_000;

/** Joins the inbox's search for missed deliveries with GitHub's list of what it sent. */
export function connectCatchUp({ deliveries, doubts, ...options }: ConnectCatchUpOptions): CatchUp {
  return new CatchUp({
    ...options,
    everyMs: EVERY_MS,
    source: sourceOf(deliveries),
    onDoubt: (guid, since) => doubts.note(guid, since),
  });
}

function sourceOf(deliveries: HookDeliveries): DeliverySource {
  return {
    list: async (since) => (await deliveries.list(since)).map(attemptOf),
    fetch: async (id) => {
      const content = await deliveries.get(id).catch(nothingWhenForgotten);
      if (content?.payload === undefined || content.payload === null) return undefined;
      const headers = new Map(Object.entries(content.headers).map(([name, value]) => [name.toLowerCase(), value]));
      return { hook: hookName((name) => headers.get(name)), body: Buffer.from(JSON.stringify(content.payload)) };
    },
    redeliver: (id) => deliveries.redeliver(id),
  };
}

function attemptOf({ id, guid, event, deliveredAt, statusCode }: HookDelivery): SentAttempt {
  const good = statusCode >= 200 && statusCode < 300;
  return { id, guid, event, at: deliveredAt, answer: good ? "ok" : statusCode === 0 ? "none" : "refused" };
}

function nothingWhenForgotten(error: unknown): undefined {
  if (error instanceof GitHubError && (error.refusal === "not-found" || error.refusal === "gone")) return undefined;
  throw error;
}
