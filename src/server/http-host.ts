import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { listenRefused } from "./listen-refused.ts";

type NodeHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface HttpHostOptions {
  /** Exact paths that take webhooks; nothing else of ours runs before them. */
  readonly webhookPaths: ReadonlySet<string>;
  readonly intake: NodeHandler;
  /** Everything people and probes read. */
  readonly pages: NodeHandler;
  /** Called once for a request that threw; the sender got a 500 without details. */
  readonly onError: (error: unknown) => void;
  /** Most sockets open at once. Default 1,000. */
  readonly maxConnections?: number;
}

export interface HttpHost {
  /** Resolves with the port in use; port 0 takes a free one. Rejects when it cannot be had. */
  listen(port: number, host: string): Promise<number>;
  /**
   * Stops without cutting anybody off: answers with `Connection: close` for `lingerMs`, then takes no new connection
   * and resolves when the last request was answered.
   */
  drain(lingerMs: number): Promise<void>;
}

/** The one HTTP server: raw webhook intake first, pages after it, every timeout short. */
export function createHttpHost(options: HttpHostOptions): HttpHost {
  const draining = { now: false };
  const server = createServer(
    { headersTimeout: 5_000, requestTimeout: 9_000, connectionsCheckingInterval: 1_000, maxHeaderSize: 16_384 },
    (request, response) => {
      if (draining.now) response.setHeader("connection", "close");
      const handler = options.webhookPaths.has(pathOf(request)) ? options.intake : options.pages;
      run(handler, { request, response, onError: options.onError });
    },
  );
  server.maxConnections = options.maxConnections ?? 1_000;
  server.keepAliveTimeout = 15_000;
  return {
    listen: (port, host) => listen(server, port, host),
    drain: async (lingerMs) => {
      draining.now = true;
      if (!server.listening) return;
      await new Promise((resolve) => setTimeout(resolve, lingerMs));
      await arrivalsRead();
      await close(server);
    },
  };
}

function pathOf(request: IncomingMessage): string {
  const url = request.url ?? "/";
  const query = url.indexOf("?");
  return query === -1 ? url : url.slice(0, query);
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly onError: (error: unknown) => void;
}

async function run(handler: NodeHandler, { request, response, onError }: Exchange): Promise<void> {
  try {
    await handler(request, response);
  } catch (error) {
    onError(error);
    if (!response.headersSent) response.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
    response.end("Something went wrong here; it is in the log.\n");
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) => reject(listenRefused(error, { host, port }));
    server.once("error", refuse);
    server.listen(port, host, () => {
      server.off("error", refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/**
 * Timers come before what the network brought: behind a busy event loop a request may wait to be read on a connection
 * that still counts as idle. This resolves right after the loop has read.
 */
function arrivalsRead(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => setImmediate(() => server.closeIdleConnections()), 50);
    server.close(() => {
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}
