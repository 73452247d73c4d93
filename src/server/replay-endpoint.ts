import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import type { OpenInbox } from "../inbox/open-inbox.ts";
import { createByteBudget } from "./byte-budget.ts";
import { readBody } from "./read-body.ts";
import { looksLikeSignature, startSignatureCheck } from "./signature.ts";

/** What the endpoint needs of the inbox. */
export type ReplayInbox = Pick<OpenInbox, "dead" | "find" | "replay">;

export interface ReplayEndpointOptions {
  /** Every secret a request may be signed with; those of the webhook. */
  readonly secrets: readonly string[];
  readonly inbox: ReplayInbox;
  readonly clock: Clock;
}

type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Path of the endpoint. */
export const REPLAY_PATH = "/replay";

/** Most dead deliveries in one answer. */
export const MOST_LISTED = 200;

const LARGEST_REQUEST = 16_384;
/** How far a request's time may be from ours, in milliseconds. */
const FRESH_MS = 5 * 60_000;

const at = z.number();
const guid = z.string().min(1).max(128);
const requestShape = z.discriminatedUnion("what", [
  z.strictObject({ what: z.literal("list"), at }),
  z.strictObject({ what: z.literal("show"), at, guid }),
  z.strictObject({ what: z.literal("replay"), at, guid, fresh: z.boolean().optional() }),
]);

/** A request's body; `at` is when it was made, in milliseconds since the epoch. */
export type ReplayRequest = z.infer<typeof requestShape>;

interface Answer {
  readonly status: number;
  readonly body: object;
}

/**
 * Lets the command line ask a running server about its inbox, which it alone may open: only from this machine, signed
 * over the bytes like a webhook, and not older than five minutes. Everything else goes to `pages`.
 */
export function withReplayEndpoint(options: ReplayEndpointOptions, pages: NodeHandler): NodeHandler {
  return async (request, response) => {
    if ((request.url ?? "").split("?", 1)[0] !== REPLAY_PATH) return pages(request, response);
    const { status, body } = await answer(options, request);
    const headers = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };
    response.writeHead(status, request.complete ? headers : { ...headers, connection: "close" });
    response.end(JSON.stringify(body));
  };
}

async function answer(options: ReplayEndpointOptions, request: IncomingMessage): Promise<Answer> {
  if (!isFromHere(request)) return say(404, "There is nothing here.");
  if (request.method !== "POST") return say(405, "Ask with POST.");
  const signature = request.headers["x-hub-signature-256"];
  if (typeof signature !== "string" || !looksLikeSignature(signature)) return UNSIGNED;
  const check = startSignatureCheck(options.secrets);
  const budget = createByteBudget({ total: LARGEST_REQUEST, keptForSmall: 0 });
  const read = await readBody(request, { budget, onChunk: check.update });
  if (read.kind !== "body") return say(413, "A replay request is a few words of JSON.");
  if (!check.matches(signature)) return UNSIGNED;
  const asked = parse(read.bytes);
  if (asked === undefined) return say(400, "The body is not a replay request.");
  if (Math.abs(options.clock.now() - asked.at) > FRESH_MS) return say(400, "The request is older than five minutes.");
  return serve(options.inbox, asked);
}

const UNSIGNED = say(401, "The signature is missing or does not match.");

async function serve(inbox: ReplayInbox, asked: ReplayRequest): Promise<Answer> {
  if (asked.what === "list") return { status: 200, body: { deliveries: await inbox.dead(MOST_LISTED) } };
  if (asked.what === "show") {
    const row = await inbox.find(asked.guid);
    if (row === undefined) return UNKNOWN;
    const body = row.body === undefined ? null : Buffer.from(row.body).toString("base64");
    return { status: 200, body: { delivery: { ...row, body } } };
  }
  const result = await inbox.replay(asked.guid, { fresh: asked.fresh ?? false });
  return result === "unknown" ? UNKNOWN : { status: 200, body: { result } };
}

const UNKNOWN = say(404, "No delivery has this GUID.");

function parse(bytes: Buffer): ReplayRequest | undefined {
  try {
    return requestShape.safeParse(JSON.parse(bytes.toString("utf8"))).data;
  } catch {
    // Not JSON at all: the caller answers 400.
    return undefined;
  }
}

function say(status: number, message: string): Answer {
  return { status, body: { message } };
}

/** A proxy on this machine speaks for others, and says so. */
function isFromHere({ socket, headers }: IncomingMessage): boolean {
  if (headers["x-forwarded-for"] !== undefined || headers.forwarded !== undefined) return false;
  const address = (socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  return address === "::1" || address.startsWith("127.");
}
