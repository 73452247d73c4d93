import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { Answer, Send } from "./ask.ts";
import { decode } from "./decode.ts";

/** One attempt of GitHub to deliver a webhook of the App. Attempts of one event share the guid. */
export interface HookDelivery {
  /** Of the attempt; too large for a number in JavaScript. */
  readonly id: string;
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  /** Milliseconds since the epoch, by our clock. */
  readonly deliveredAt: number;
  readonly redelivery: boolean;
  /** HTTP status of the receiver's answer; 0 without one. */
  readonly statusCode: number;
  readonly installation: number | undefined;
}

/** What was sent, as GitHub kept it. */
export interface HookDeliveryContent {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: unknown;
}

/** GitHub's own list of what it sent to the App in the last three days. */
export interface HookDeliveries {
  /** Attempts at or after `since` (milliseconds since the epoch, by our clock), newest first. */
  list(since: number): Promise<readonly HookDelivery[]>;
  get(id: string): Promise<HookDeliveryContent>;
  redeliver(id: string): Promise<void>;
}

const entry = z
  .object({
    id: z.union([z.number(), z.bigint()]).transform(String),
    guid: z.string(),
    event: z.string(),
    action: z.string().nullish(),
    delivered_at: z.string(),
    redelivery: z.boolean(),
    status_code: z.number(),
    installation_id: z.union([z.number(), z.bigint()]).nullish(),
  })
  .transform(
    (one): HookDelivery => ({
      id: one.id,
      guid: one.guid,
      event: one.event,
      action: one.action ?? undefined,
      deliveredAt: Date.parse(one.delivered_at),
      redelivery: one.redelivery,
      statusCode: one.status_code,
      installation: one.installation_id ? Number(one.installation_id) : undefined,
    }),
  );

const content = z
  .object({ request: z.object({ headers: z.record(z.string(), z.coerce.string()).nullable(), payload: z.unknown() }) })
  .transform(({ request }) => ({ headers: request.headers ?? {}, payload: request.payload }));

const plugin = "app";
const oneDelivery = "/app/hook/deliveries/{delivery_id}";
const maxPages = 200;
/** Milliseconds from which on clocks differ for sure, and not only by what an answer takes. */
const clocksDiffer = 30_000;

export function hookDeliveries(self: Send, clock: Clock): HookDeliveries {
  return {
    list: (since) => list(self, clock, since),
    async get(id) {
      const route = `GET ${oneDelivery}`;
      const { data } = await self({ route, path: { delivery_id: id }, plugin });
      return decode(content, route, data);
    },
    async redeliver(id) {
      await self({ route: `POST ${oneDelivery}/attempts`, path: { delivery_id: id }, plugin });
    },
  };
}

async function list(self: Send, clock: Clock, since: number): Promise<readonly HookDelivery[]> {
  const route = "GET /app/hook/deliveries";
  const found: HookDelivery[] = [];
  let cursor: string | undefined;
  let ahead: number | undefined;
  for (let page = 0; page < maxPages; page++) {
    const query = cursor === undefined ? { per_page: 100 } : { per_page: 100, cursor };
    const answer = await self({ route, query, plugin });
    ahead ??= aheadOf(answer, clock);
    const attempts = inOurTime(decode(z.array(entry), route, answer.data), ahead);
    found.push(...attempts.filter((attempt) => attempt.deliveredAt >= since));
    cursor = nextCursor(answer);
    if (cursor === undefined || attempts.some((attempt) => attempt.deliveredAt < since)) break;
  }
  return found;
}

/** By how much our clock is ahead of GitHub's, which is told in whole seconds and a little late. */
function aheadOf({ headers }: Answer, clock: Clock): number {
  const ahead = clock.now() - Date.parse(headers.date ?? "");
  return Math.abs(ahead) > clocksDiffer ? ahead : 0;
}

/** What was sent since a moment by our clock would be missed by one that is ahead of GitHub's. */
function inOurTime(attempts: readonly HookDelivery[], ahead: number): readonly HookDelivery[] {
  return attempts.map((attempt) => ({ ...attempt, deliveredAt: attempt.deliveredAt + ahead }));
}

function nextCursor({ headers }: Answer): string | undefined {
  const next = (headers.link ?? "").split(",").find((part) => part.includes('rel="next"')) ?? "";
  const url = next.slice(next.indexOf("<") + 1, next.indexOf(">"));
  return URL.canParse(url) ? (new URL(url).searchParams.get("cursor") ?? undefined) : undefined;
}
