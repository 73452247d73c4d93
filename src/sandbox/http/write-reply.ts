import { randomUUID } from "node:crypto";
import type { Answer } from "./exchange.ts";
import type { Headroom } from "./limits.ts";
import type { Reply } from "./reply.ts";

export interface Wire {
  readonly bytes: Buffer;
  readonly etag: string | undefined;
  readonly headroom: Headroom;
  /** Sends half of the body and says nothing of it. */
  readonly cut: boolean;
  /** Sends the headers alone. */
  readonly head: boolean;
  readonly route: string;
  /** The time it is, in milliseconds since the epoch: clients that sign with a clock of their own set it by this. */
  readonly at?: number;
}

/** Writes an answer with the headers every answer of GitHub's carries. */
export function writeReply(response: Answer, reply: Reply, wire: Wire): void {
  if (response.destroyed) return;
  const bytes = wire.cut ? wire.bytes.subarray(0, Math.floor(wire.bytes.length / 2)) : wire.bytes;
  const bare = reply.status === 204 || reply.status === 304;
  response.writeHead(reply.status, {
    ...(bare ? {} : { "content-type": "application/json; charset=utf-8", "content-length": bytes.length }),
    ...(wire.etag === undefined
      ? {}
      : { etag: wire.etag, "cache-control": "private, max-age=60, s-maxage=60", vary: "Accept, Authorization" }),
    ...(wire.at === undefined ? {} : { date: new Date(wire.at).toUTCString() }),
    "x-github-media-type": "github.v3; format=json",
    "x-github-api-version-selected": "2022-11-28",
    "x-github-request-id": randomUUID(),
    "x-ratelimit-limit": wire.headroom.limit,
    "x-ratelimit-remaining": wire.headroom.remaining,
    "x-ratelimit-used": wire.headroom.used,
    "x-ratelimit-reset": wire.headroom.reset,
    "x-ratelimit-resource": resourceOf(wire.route),
    ...reply.headers,
  });
  response.end(bare || wire.head ? undefined : bytes);
}

function resourceOf(route: string): string {
  if (route === "POST /graphql") return "graphql";
  return route.includes(" /search/") ? "search" : "core";
}
