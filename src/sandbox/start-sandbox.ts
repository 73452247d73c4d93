import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Clock, systemClock } from "../clock.ts";
import { control } from "./control/control-door.ts";
import { HookSender } from "./hooks/hook-sender.ts";
import { Faults } from "./http/faults.ts";
import { fetchFrom } from "./http/fetch-from.ts";
import { FrontDoor } from "./http/front-door.ts";
import { Limits } from "./http/limits.ts";
import { personToken, Tokens } from "./http/tokens.ts";
import { Person } from "./person.ts";
import { allRoutes } from "./routes/all-routes.ts";
import type { Sandbox } from "./sandbox.ts";
import { appKeys } from "./state/app-identity.ts";
import { Stage } from "./state/stage.ts";
import { pageAt } from "./web/page-at.ts";
import { writePage } from "./web/write-page.ts";

export interface SandboxOptions {
  readonly port?: number;
  readonly host?: string;
  /** Milliseconds added to every API request. */
  readonly latency?: number;
  readonly clock?: Clock;
  readonly app?: { readonly id?: number; readonly slug?: string; readonly privateKey?: string };
  /** Refuses what GitHub's documented limits refuse, and notes each breach. */
  readonly enforceLimits?: boolean;
  /** Milliseconds a webhook may take to be answered; GitHub's ten seconds unless set. */
  readonly hookTimeout?: number;
}

/** Starts an empty sandbox; resolves when it listens. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { id = 4242, slug = "bowsprit", privateKey } = options.app ?? {};
  const world = new Stage({ clock: options.clock ?? systemClock, app: { id, slug, keys: appKeys(privateKey) } });
  const hooks = new HookSender({ world, timeout: options.hookTimeout ?? 10_000 });
  const [faults, limits, tokens] = [new Faults(), new Limits(), new Tokens(world)];
  const routes = allRoutes({ tokens, hooks });
  const { latency = 0, enforceLimits = false } = options;
  const door = new FrontDoor({ world, tokens, faults, limits, routes, latency, enforceLimits });
  const server = createServer((request, response) => void receive({ door, sandbox: () => sandbox }, request, response));
  server.keepAliveTimeout = 60_000;
  world.origin = await listen(server, options.host ?? "127.0.0.1", options.port ?? 0);
  const sandbox: Sandbox = {
    url: world.origin,
    fetch: fetchFrom((arrival, answer, url) => door.handle(arrival, answer, url)),
    app: { id, slug, privateKey: world.app.privateKey },
    world,
    requests: door.requests,
    faults,
    hooks,
    breaches: limits.breaches,
    deliverTo: (url, secret, kind) => hooks.deliverTo(url, secret, kind),
    as: (login, powers) => new Person(world, login, powers),
    tokenOf: personToken,
    idle: () => hooks.idle(),
    close: () => close(server, hooks),
  };
  return sandbox;
}

interface Inside {
  readonly door: FrontDoor;
  readonly sandbox: () => Sandbox;
}

async function receive(inside: Inside, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const url = new URL(request.url ?? "/", "http://sandbox");
    if (url.pathname.startsWith("/_sandbox/")) {
      await control(inside.sandbox(), request, response);
      return;
    }
    const page = request.method === "GET" ? pageAt(inside.sandbox().world, url.pathname) : undefined;
    if (page !== undefined) {
      writePage(response, page);
      return;
    }
    url.pathname = url.pathname.replace(/^\/api\/v3(?=\/)/, "").replace(/^\/api\/graphql$/, "/graphql");
    await inside.door.handle(request, response, url);
  } catch (error) {
    if (response.headersSent || response.destroyed) return;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    response
      .writeHead(500, { "content-type": "application/json" })
      .end(JSON.stringify({ message: `The sandbox failed: ${message}` }));
  }
}

function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo;
      resolve(`http://${host.includes(":") ? `[${host}]` : host}:${address.port}`);
    });
  });
}

function close(server: Server, hooks: HookSender): Promise<void> {
  hooks.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
