import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { Inbox, PutResult } from "../inbox/inbox.ts";
import { InboxUnavailable } from "../inbox/inbox-unavailable.ts";
import type { Logger } from "../log.ts";
import type { ByteBudget } from "./byte-budget.ts";
import { hookName } from "./hook-name.ts";
import { readBody } from "./read-body.ts";
import { looksLikeSignature, startSignatureCheck } from "./signature.ts";

/** What a verified body turned out to be. */
export type Classification =
  | { readonly kind: "wanted"; readonly lane: string; readonly group: string }
  /** The reason is of our own words: a payload that has not the shape of its event is one nobody can hear. */
  | { readonly kind: "unwanted"; readonly reason: string; readonly isMisshapen?: true }
  | { readonly kind: "foreign" }
  | { readonly kind: "malformed" };

/** Where an intake request ended, for the metrics. */
export type IntakeOutcome = "stored" | "duplicate" | "unwanted" | "foreign" | "refused" | "unavailable";

export interface IntakeOptions {
  /** Every secret a delivery may be signed with. */
  readonly secrets: readonly string[];
  /** GitHub's ids of the hooks that are listened to; all when left out. */
  readonly hooks?: ReadonlySet<string> | undefined;
  readonly inbox: Pick<Inbox, "put">;
  /** Decides from the event name and the verified bytes; must not throw. */
  readonly classify: (event: string, body: Buffer) => Classification;
  readonly budget: ByteBudget;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onOutcome?: (event: string, outcome: IntakeOutcome) => void;
}

interface Answer {
  readonly status: number;
  /** One sentence that reveals nothing about secrets, state or other deliveries. */
  readonly sentence: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly outcome: IntakeOutcome;
}

interface DeliveryHeaders {
  readonly event: string;
  readonly guid: string;
  readonly signature: string;
  readonly hook: string;
  /** GitHub's number of the hook. */
  readonly hookId: string | undefined;
}

const GUID = /^[0-9A-Za-z-]{1,128}$/;
const EVENT = /^[a-z0-9_]{1,64}$/;

/**
 * Answers one webhook request: 202 once the delivery is on disk, or a status and one sentence. The signature is checked
 * over the raw bytes before anything is parsed.
 */
export function createIntake(options: IntakeOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const headers = readHeaders(request);
    const answer = "status" in headers ? headers : await accept(options, request, headers);
    if (answer === undefined) return;
    send(request, response, answer);
    options.onOutcome?.("event" in headers ? headers.event : "unknown", answer.outcome);
  };
}

function readHeaders(request: IncomingMessage): DeliveryHeaders | Answer {
  if (request.method !== "POST") {
    return refuse(405, "Webhooks are delivered with POST.", { allow: "POST" });
  }
  const type = String(request.headers["content-type"] ?? "").split(";", 1)[0];
  if (type?.trim().toLowerCase() !== "application/json") {
    return refuse(415, "Set the webhook's content type to application/json.");
  }
  if (request.headers["content-encoding"] !== undefined) {
    return refuse(415, "Send the body without a content encoding.");
  }
  const event = single(request, "x-github-event");
  if (event === undefined || !EVENT.test(event))
    return refuse(400, "The X-GitHub-Event header is missing or malformed.");
  const guid = single(request, "x-github-delivery");
  if (guid === undefined || !GUID.test(guid))
    return refuse(400, "The X-GitHub-Delivery header is missing or malformed.");
  const signature = single(request, "x-hub-signature-256");
  if (!looksLikeSignature(signature)) return UNSIGNED;
  const header = (name: string) => single(request, name);
  return { event, guid, signature, hook: hookName(header), hookId: header("x-github-hook-id") };
}

/** A header that was sent exactly once; Node joins repeats with a comma, which no valid value here contains. */
function single(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" ? value : undefined;
}

async function accept(
  options: IntakeOptions,
  request: IncomingMessage,
  headers: DeliveryHeaders,
): Promise<Answer | undefined> {
  const check = startSignatureCheck(options.secrets);
  const body = await readBody(request, { budget: options.budget, onChunk: check.update });
  if (body.kind === "cut-off") return undefined;
  if (body.kind === "too-large") return refuse(413, "A webhook body is at most 25 MiB.", { connection: "close" });
  if (body.kind === "no-room") return { ...BUSY, headers: { ...BUSY.headers, connection: "close" } };
  if (!check.matches(headers.signature)) return UNSIGNED;
  return store(options, headers, body.bytes);
}

async function store(options: IntakeOptions, headers: DeliveryHeaders, body: Buffer): Promise<Answer> {
  if (options.hooks?.has(headers.hookId ?? "") === false) return FOREIGN_HOOK;
  const classified = options.classify(headers.event, body);
  if (classified.kind === "foreign") return FOREIGN_ACCOUNT;
  if (classified.kind === "malformed") return refuse(400, "The body is not a JSON object GitHub would send.");
  const { hook, guid, event } = headers;
  if (classified.kind === "unwanted") {
    const { reason, isMisshapen } = classified;
    if (isMisshapen) options.log.warn({ delivery: guid, event, reason }, "a delivery that no plugin can hear");
    return { status: 202, sentence: `Not wanted: ${reason}.`, outcome: "unwanted" };
  }
  const { lane, group } = classified;
  try {
    const result = await options.inbox.put({ hook, guid, event, lane, group, body, receivedAt: options.clock.now() });
    return STORED[result];
  } catch (error) {
    // An outage meets every delivery: its reason is one line, and only a bug comes with its stack.
    const why = error instanceof InboxUnavailable ? { reason: error.message } : { err: error };
    options.log.error({ ...why, delivery: guid, event }, "the inbox could not take a delivery");
    return BUSY;
  }
}

function refuse(status: number, sentence: string, headers?: Readonly<Record<string, string>>): Answer {
  return { status, sentence, outcome: "refused", ...(headers === undefined ? {} : { headers }) };
}

const UNSIGNED: Answer = refuse(401, "The signature is missing or does not match.");

/** Answered well, so that GitHub shows no failure and the search for missed deliveries leaves it alone. */
const FOREIGN_HOOK: Answer = {
  status: 202,
  sentence: "Not taken: this server does not listen to this hook.",
  outcome: "foreign",
};

const FOREIGN_ACCOUNT: Answer = {
  ...FOREIGN_HOOK,
  sentence: "Not taken: this server does not serve this account.",
};

const BUSY: Answer = {
  status: 503,
  sentence: "Not accepted now: redeliver later.",
  headers: { "retry-after": "30" },
  outcome: "unavailable",
};

const STORED: Readonly<Record<PutResult, Answer>> = {
  stored: { status: 202, sentence: "Accepted.", outcome: "stored" },
  duplicate: { status: 202, sentence: "Accepted before: duplicate.", outcome: "duplicate" },
  full: BUSY,
};

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const text = `${answer.sentence}\n`;
  response.writeHead(answer.status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    ...answer.headers,
  });
  response.end(text);
  if (!request.complete) discardRest(request);
}

/** Lets a refused sender finish reading our answer, then hangs up, without keeping what it still sends. */
function discardRest(request: IncomingMessage): void {
  request.resume();
  setTimeout(() => request.destroy(), 1_000).unref();
}
