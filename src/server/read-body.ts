import type { IncomingMessage } from "node:http";
import type { ByteBudget } from "./byte-budget.ts";

/** GitHub sends no payload above 25 MB. Source: GitHub, "Webhook events and payloads". */
export const LARGEST_BODY = 26_214_400;

/** Bodies up to this many bytes count as small in the byte budget. */
export const SMALL_BODY = 1_048_576;

export type BodyResult =
  | { readonly kind: "body"; readonly bytes: Buffer }
  | { readonly kind: "too-large" }
  | { readonly kind: "no-room" }
  | { readonly kind: "cut-off" };

export interface ReadBodyOptions {
  readonly budget: ByteBudget;
  /** Sees each chunk as it arrives, for instance to sign it. */
  readonly onChunk: (chunk: Buffer) => void;
}

/**
 * Reads a request's body up to 25 MiB, counting what really arrives rather than what the header promised. The bytes are
 * reserved in the budget while they are read; the caller holds them no longer than it takes to store them.
 */
export async function readBody(request: IncomingMessage, options: ReadBodyOptions): Promise<BodyResult> {
  const declared = Number(request.headers["content-length"] ?? Number.NaN);
  if (declared > LARGEST_BODY) return { kind: "too-large" };
  const size = declared <= SMALL_BODY ? "small" : "large";
  const reserved = { bytes: 0 };
  const reserve = (bytes: number): boolean => {
    if (!options.budget.take(bytes, size)) return false;
    reserved.bytes += bytes;
    return true;
  };
  try {
    if (declared > 0 && !reserve(declared)) return { kind: "no-room" };
    return await collect(request, { declared, reserve, onChunk: options.onChunk });
  } finally {
    options.budget.give(reserved.bytes, size);
  }
}

interface CollectOptions {
  readonly declared: number;
  readonly reserve: (bytes: number) => boolean;
  readonly onChunk: (chunk: Buffer) => void;
}

/** By events: an iterator over a request costs more than the bytes do. */
function collect(request: IncomingMessage, options: CollectOptions): Promise<BodyResult> {
  const chunks: Buffer[] = [];
  let received = 0;
  return new Promise((resolve) => {
    const settle = (result: BodyResult) => {
      request.off("data", take).off("end", finish).off("close", cutOff);
      resolve(result);
    };
    const take = (chunk: Buffer) => {
      received += chunk.length;
      if (received > LARGEST_BODY) return settle({ kind: "too-large" });
      if (Number.isNaN(options.declared) && !options.reserve(chunk.length)) return settle({ kind: "no-room" });
      options.onChunk(chunk);
      chunks.push(chunk);
    };
    const finish = () => settle({ kind: "body", bytes: joined(chunks, received) });
    // The sender went away in the middle: there is nobody left to answer and nothing was accepted.
    const cutOff = () => settle({ kind: "cut-off" });
    request.on("data", take).once("end", finish).once("close", cutOff).on("error", cutOff);
  });
}

function joined(chunks: readonly Buffer[], length: number): Buffer {
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, length);
}
