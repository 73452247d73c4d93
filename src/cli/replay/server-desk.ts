import type { DeadDelivery, StoredRow } from "../../inbox/store.ts";
import { REPLAY_PATH, type ReplayRequest } from "../../server/replay-endpoint.ts";
import { sign } from "../../server/signature.ts";
import { oneLine } from "../one-line.ts";
import type { ReplayDesk, ReplayResult } from "./replay-desk.ts";

export interface ServerAddress {
  /** Such as `http://localhost:3000`. */
  readonly url: string;
  /** The webhook's secret. */
  readonly secret: string;
}

/** The inbox of a running server, asked over loopback. */
export function serverDesk(server: ServerAddress): ReplayDesk {
  const now = () => ({ at: Date.now() });
  return {
    runs: "runs now",
    async dead() {
      const { deliveries } = await ask<{ deliveries: DeadDelivery[] }>(server, { what: "list", ...now() });
      return deliveries;
    },
    async find(guid) {
      const answer = await askKnown<{ delivery: SentRow }>(server, { what: "show", guid, ...now() });
      return answer === undefined ? undefined : rowOf(answer.delivery);
    },
    async replay(guid, fresh) {
      const answer = await askKnown<{ result: ReplayResult }>(server, { what: "replay", guid, fresh, ...now() });
      return answer?.result ?? "unknown";
    },
    close: () => Promise.resolve(),
  };
}

/** A row as it crosses the wire: the body in base64. */
type SentRow = Omit<StoredRow, "body"> & { readonly body: string | null };

function rowOf({ body, ...row }: SentRow): StoredRow {
  return { ...row, body: body === null ? undefined : Buffer.from(body, "base64") };
}

async function ask<T>(server: ServerAddress, request: ReplayRequest): Promise<T> {
  const { status, body } = await post(server, request);
  if (status !== 200) throw new Error(`the server at ${server.url} answered ${status}: ${sentenceOf(body)}`);
  return body as T;
}

/** Undefined when the server knows no such delivery. */
async function askKnown<T>(server: ServerAddress, request: ReplayRequest): Promise<T | undefined> {
  const { status, body } = await post(server, request);
  if (status === 404 && sentenceOf(body).includes("GUID")) return undefined;
  if (status !== 200) throw new Error(`the server at ${server.url} answered ${status}: ${sentenceOf(body)}`);
  return body as T;
}

interface ServerAnswer {
  readonly status: number;
  readonly body: unknown;
}

async function post({ url, secret }: ServerAddress, request: ReplayRequest): Promise<ServerAnswer> {
  const body = JSON.stringify(request);
  const headers = { "content-type": "application/json", "x-hub-signature-256": sign(body, secret) };
  try {
    const answer = await fetch(`${url}${REPLAY_PATH}`, { method: "POST", headers, body });
    return { status: answer.status, body: parsed(await answer.text()) };
  } catch (cause) {
    const message = `the inbox is in use, but no server answers at ${url}: give its address on this machine with --server`;
    throw new Error(message, { cause });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Another server than ours answers in its own words.
    return { message: text.slice(0, 200) };
  }
}

function sentenceOf(body: unknown): string {
  if (typeof body !== "object" || body === null || !("message" in body)) return "no reason given";
  return typeof body.message === "string" ? oneLine(body.message) : "no reason given";
}
