import { connect, type Socket } from "node:net";
import type { SignedDelivery } from "./comment-delivery.ts";

export interface Driven {
  /** From the first byte sent to the last answer, in milliseconds. */
  readonly elapsedMs: number;
  /** Of each request, in milliseconds. */
  readonly latencies: readonly number[];
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
}

export interface DriveOptions {
  readonly port: number;
  /** Requests that {@link wireOf} made. */
  readonly requests: readonly Buffer[];
  readonly connections: number;
}

const HEADERS_END = "\r\n\r\n";

/** The bytes of a POST to `/hook`. */
export function wireOf({ headers, bytes }: SignedDelivery): Buffer {
  const lines = Object.entries({ host: "127.0.0.1", ...headers, "content-length": String(bytes.length) });
  const head = `POST /hook HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join("\r\n")}${HEADERS_END}`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

/**
 * Sends the requests over so many connections, on each the next one when the last was answered. Plain sockets: a whole
 * HTTP client would take more of the two cores than what is measured.
 */
export async function drive({ port, requests, connections }: DriveOptions): Promise<Driven> {
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  const queue = requests.values();
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const begun = performance.now();
  await Promise.all(
    sockets.map(async (socket) => {
      const receive = receiver(socket);
      for (const request of queue) {
        const sent = performance.now();
        socket.write(request);
        const status = await receive();
        latencies.push(performance.now() - sent);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      socket.destroy();
    }),
  );
  return { elapsedMs: performance.now() - begun, latencies, statuses };
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Answers the status of each answer in turn; one request is under way at a time. */
function receiver(socket: Socket): () => Promise<number> {
  let text = "";
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    text += chunk;
    if (!isWhole(text)) return;
    const status = Number(text.slice(9, 12));
    text = "";
    waiting?.resolve(status);
  });
  socket.once("close", () => waiting?.reject(new Error("the server hung up")));
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
    });
}

/** Whether the answer is all there; what is driven here always tells its length. */
export function isWhole(answer: string): boolean {
  const end = answer.indexOf(HEADERS_END);
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, end));
  return length !== null && answer.length >= end + HEADERS_END.length + Number(length[1]);
}
