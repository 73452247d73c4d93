import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Refusal } from "../refusal.ts";
import { covers } from "../state/installing.ts";
import type { World } from "../state/world.ts";
import type { Call, Caller, Route } from "./call.ts";
import type { Answer, Arrival } from "./exchange.ts";
import { faultReply, limitReply } from "./fault-replies.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Limits } from "./limits.ts";
import { readBody } from "./read-body.ts";
import type { Reply } from "./reply.ts";
import { type LoggedRequest, RequestLog } from "./request-log.ts";
import { type Match, Router } from "./router.ts";
import type { Tokens } from "./tokens.ts";
import { writeReply } from "./write-reply.ts";

export interface FrontDoorOptions {
  readonly world: World;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly routes: readonly Route[];
  readonly latency: number;
  readonly enforceLimits: boolean;
}

interface Visit {
  readonly request: Arrival;
  readonly response: Answer;
  readonly url: URL;
  readonly match: Match<Route> | undefined;
  readonly entry: LoggedRequest;
  readonly caller: Caller | Refusal;
  readonly payload: unknown;
  readonly fault: Fault | undefined;
}

/** What an API request meets, in this order: the log, the wait, faults, who is asking, limits, the route, the ETag. */
export class FrontDoor {
  readonly requests = new RequestLog();
  private readonly options: FrontDoorOptions;
  private readonly router: Router<Route>;

  constructor(options: FrontDoorOptions) {
    this.options = options;
    this.router = new Router(options.routes);
  }

  async handle(request: Arrival, response: Answer, url: URL): Promise<void> {
    const payload = await readBody(request);
    const visit = this.visitOf({ request, response, url, payload });
    if (this.options.latency > 0) await wait(this.options.latency);
    if (visit.fault?.kind === "slow") await wait(visit.fault.ms);
    const key = keyOf(visit.caller);
    const broken = this.options.enforceLimits ? this.book(visit, key) : undefined;
    try {
      await this.answer(visit, broken);
    } finally {
      if (this.options.enforceLimits) this.options.limits.end(key);
    }
  }

  private visitOf(arrival: Pick<Visit, "request" | "response" | "url" | "payload">): Visit {
    const { request, url, payload } = arrival;
    const method = request.method ?? "GET";
    const match = this.router.match(method === "HEAD" ? "GET" : method, url.pathname);
    const route = match?.route.pattern ?? `${method} ${url.pathname}`;
    const caller = this.callerOf(request);
    const actor = actorName(caller);
    const at = this.options.world.now();
    const entry: LoggedRequest = {
      method,
      route,
      path: url.pathname + url.search,
      actor,
      at,
      body: payload,
      status: 0,
    };
    this.requests.add(entry);
    return { ...arrival, match, entry, caller, fault: this.options.faults.take(route, method) };
  }

  private callerOf(request: Arrival): Caller | Refusal {
    try {
      return this.options.tokens.callerOf(request.headers.authorization);
    } catch (error) {
      if (error instanceof Refusal) return error;
      return new Refusal(401, "A JSON web token could not be decoded");
    }
  }

  private book(visit: Visit, key: string): string | undefined {
    const { limits, world } = this.options;
    const { entry, match, caller } = visit;
    const foreign = match === undefined ? undefined : foreignUse(caller, match.params);
    if (foreign !== undefined) limits.breach(`${key}: ${foreign} (${entry.route})`);
    return limits.begin({ key, route: entry.route, method: entry.method, at: world.now() });
  }

  private async answer(visit: Visit, broken: string | undefined): Promise<void> {
    const { fault } = visit;
    if (broken !== undefined) return this.send(visit, limitReply(broken, 60));
    const spoilt = fault !== undefined && fault.kind !== "stale" && fault.kind !== "slow" && fault.kind !== "truncated";
    const applies = !spoilt || ("apply" in fault && fault.apply === true);
    const reply = applies ? await this.run(visit) : { status: 500 };
    if (fault?.kind === "hang") return;
    if (fault?.kind === "reset") {
      visit.request.socket.destroy();
      return;
    }
    return this.send(visit, spoilt ? faultReply(fault, this.options.world.now()) : reply);
  }

  private async run(visit: Visit): Promise<Reply> {
    const { caller, match } = visit;
    try {
      if (caller instanceof Refusal) throw caller;
      if (match === undefined) throw new Refusal(404, "Not Found");
      return await match.route.run(this.callOf(visit, caller, match));
    } catch (error) {
      if (error instanceof Refusal) return refusalReply(error);
      throw error;
    }
  }

  private callOf(visit: Visit, caller: Caller, match: Match<Route>): Call {
    const { world } = this.options;
    const { payload, url, fault, request } = visit;
    if (payload === undefined && Number(request.headers["content-length"] ?? 0) > 0)
      throw new Refusal(400, "Problems parsing JSON");
    const list = Array.isArray(payload) ? payload : undefined;
    const body =
      typeof payload === "object" && payload !== null && list === undefined
        ? Object.fromEntries(Object.entries(payload))
        : {};
    const asOf = fault?.kind === "stale" ? world.now() - fault.ms : Number.POSITIVE_INFINITY;
    const accept = request.headers.accept ?? "";
    return {
      world,
      caller,
      params: match.params,
      query: url.searchParams,
      body,
      list,
      path: url.pathname,
      asOf,
      accept,
    };
  }

  private send(visit: Visit, reply: Reply): void {
    const { limits, world } = this.options;
    const { request, response, entry, fault } = visit;
    const bytes = reply.body === undefined ? Buffer.alloc(0) : encode(reply.body);
    const etag = `W/"${createHash("sha256").update(bytes).digest("hex")}"`;
    const reads = entry.method === "GET" || entry.method === "HEAD";
    const fresh = reads && reply.status === 200 && request.headers["if-none-match"] === etag;
    const key = keyOf(visit.caller);
    const headroom = limits.headroom(key, world.now(), fresh);
    const wantsLater = Number(reply.headers?.["retry-after"] ?? 0);
    const at = world.now();
    if (wantsLater > 0) limits.closeUntil(key, { at, until: at + wantsLater * 1000 });
    entry.status = fresh ? 304 : reply.status;
    const cut = fault?.kind === "truncated";
    writeReply(
      response,
      { ...reply, status: entry.status },
      {
        bytes: fresh ? Buffer.alloc(0) : bytes,
        etag: reads ? etag : undefined,
        headroom,
        cut,
        head: entry.method === "HEAD",
        route: entry.route,
        at,
      },
    );
  }
}

function refusalReply(refusal: Refusal): Reply {
  const body = {
    message: refusal.message,
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
    documentation_url: "https://docs.github.com/rest",
    status: String(refusal.status),
  };
  return { status: refusal.status, body };
}

function encode(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body), "utf8");
}

function keyOf(caller: Caller | Refusal): string {
  if (caller instanceof Refusal) return "nobody";
  if (caller.kind !== "actor") return caller.kind;
  const { installation, account } = caller.actor;
  return installation === undefined ? `user ${account.login}` : `installation ${installation.id}`;
}

function actorName(caller: Caller | Refusal): string {
  if (caller instanceof Refusal || caller.kind === "anonymous") return "";
  return caller.kind === "app" ? "app" : caller.actor.account.login;
}

function foreignUse(caller: Caller | Refusal, params: Readonly<Record<string, string>>): string | undefined {
  if (caller instanceof Refusal || caller.kind !== "actor") return undefined;
  const { installation } = caller.actor;
  const { owner, repo } = params;
  if (installation === undefined || owner === undefined || repo === undefined) return undefined;
  if (covers(installation, owner, repo)) return undefined;
  return `a token used outside its installation, on ${owner}/${repo}`;
}
