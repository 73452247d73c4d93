import type { RequestObservation } from "../../src/github/connection/count-requests.ts";
import type { GitHub } from "../../src/github/github.ts";
import { createGitHub, type GitHubConnections, type GitHubOptions } from "../../src/github/github-app.ts";
import type { Payload } from "../../src/github/snapshot/delivery-snapshot.ts";
import { silentLogger } from "../../src/log.ts";
import { MemoryStores } from "./memory-stores.ts";

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Headers;
}

type Reply = Response | Error | Promise<Response>;
type Handler = (request: SeenRequest) => Reply;

/** Answers fetch from a table; anything not in it fails the test that asks for it. */
export class FakeGitHub {
  readonly seen: SeenRequest[] = [];
  readonly #handlers = new Map<string, Handler[]>();
  readonly #unexpected: string[] = [];

  /** Handlers of one route answer in turn; the last one stays. */
  on(route: string, ...handlers: Handler[]): this {
    this.#handlers.set(route, [...(this.#handlers.get(route) ?? []), ...handlers]);
    return this;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const method = init?.method ?? "GET";
    const body = init?.body ? JSON.parse(String(init.body)) : undefined;
    const request = { method, path: url.pathname + url.search, body, headers: new Headers(init?.headers) };
    this.seen.push(request);
    const reply = await this.#reply(`${method} ${url.pathname}`, request);
    if (reply instanceof Error) throw reply;
    return reply;
  };

  #reply(route: string, request: SeenRequest): Reply {
    const handlers = this.#handlers.get(route);
    const [handler, ...rest] = handlers ?? [];
    if (!handler) {
      this.#unexpected.push(route);
      return json({ message: `no handler for ${route}` }, 599);
    }
    if (rest.length > 0) this.#handlers.set(route, rest);
    return handler(request);
  }

  /** `METHOD /path?query` of what was asked, in order. */
  get routes(): readonly string[] {
    return this.seen.map(({ method, path }) => `${method} ${path}`);
  }

  /** What was asked although nobody expected it. */
  get unexpected(): readonly string[] {
    return this.#unexpected;
  }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  const text = status === 204 || status === 304 ? null : JSON.stringify(body);
  return new Response(text, { status, headers: { "content-type": "application/json; charset=utf-8", ...headers } });
}

/** A time that moves only when told; sleeping moves it. */
export class FakeTime {
  time = Date.parse("2024-05-01T12:00:00Z");
  readonly slept: number[] = [];
  readonly now = () => this.time;
  readonly sleep = async (ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    this.slept.push(ms);
    this.time += ms;
    await new Promise((resolve) => setImmediate(resolve));
  };
}

export interface Bench {
  readonly fake: FakeGitHub;
  readonly time: FakeTime;
  readonly stores: MemoryStores;
  readonly observed: RequestObservation[];
  readonly connections: GitHubConnections;
  /** Verbs of a new delivery, fresh when a payload is given. */
  delivery(init?: DeliveryInit): Verbs;
}

export interface DeliveryInit {
  readonly guid?: string;
  readonly payload?: Payload;
  readonly installation?: number;
  readonly eventAt?: number;
  readonly receivedAt?: number;
}

export type Verbs = (plugin?: string, signal?: AbortSignal) => GitHub;

export const repo = { owner: "acme", name: "rocket" };

/** A client whose GitHub is a table, whose time stands still and whose stores are in memory. */
export function bench(options: Partial<GitHubOptions> = {}): Bench {
  const fake = new FakeGitHub();
  const time = new FakeTime();
  const stores = new MemoryStores(time);
  const observed: RequestObservation[] = [];
  // A process that began a minute ago does not wonder what an earlier one did.
  time.time -= 60_000;
  const connections = createGitHub({
    settings: { apiUrl: "https://api.test", credentials: { kind: "token", token: "ghp_secretsecretsecretsecret" } },
    log: silentLogger(),
    ...{ clock: time, sleep: time.sleep, fetch: fake.fetch, markerSecret: "marker" },
    ...{ effects: stores.effects, blobs: stores.blobs, values: stores.values },
    onRequest: (one) => observed.push(one),
    ...options,
  });
  time.time += 60_000;
  const delivery = (init: DeliveryInit = {}): Verbs => {
    const scope = connections.forDelivery({
      repo,
      delivery: init.guid ?? "guid-1",
      receivedAt: init.receivedAt ?? time.now(),
      eventAt: init.eventAt ?? time.now(),
      payload: init.payload ?? {},
      signal: new AbortController().signal,
      ...(init.installation === undefined ? {} : { installation: init.installation }),
    });
    return (plugin = "lgtm", signal = new AbortController().signal) => scope.forPlugin(plugin, signal);
  };
  return { fake, time, stores, observed, connections, delivery };
}
