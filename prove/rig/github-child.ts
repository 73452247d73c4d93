import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Fault } from "../../src/sandbox/http/faults.ts";
import { Tokens } from "../../src/sandbox/http/tokens.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { isPull } from "../../src/sandbox/state/pulls.ts";
import type { PullHandle } from "../../src/sandbox/state/subject-handle.ts";
import { type FaultMix, faultScript } from "./fault-mix.ts";
import type { GitHubSettings, GitHubTally, Outcome, Said } from "./github-words.ts";
import { scenarioOrders } from "./scenario-orders.ts";

/** GitHub in a process of its own, so that it outlives every kill of the server. Ordered about over the channel. */
const scale = Number(process.env.PROVE_TIME_SCALE ?? "1");
const base = Number(process.env.PROVE_TIME_BASE ?? "0");
const time = { offset: 0 };
const clock = { now: () => Math.floor(base + (Date.now() - base) * scale + time.offset) };

let sandbox: Sandbox;
const heard: Said[] = [];

const orders = {
  async open({ enforceLimits, latency, hookTimeout }: GitHubSettings) {
    sandbox = await startSandbox({ clock, enforceLimits, latency, hookTimeout });
    sandbox.world.subscribe(({ name, repository, payload }) => {
      const installation = repository === null ? undefined : sandbox.world.installationOf(repository.owner.login);
      const named = installation === undefined ? {} : { installation: { id: installation.id, node_id: "x" } };
      heard.push({ event: name, guid: randomUUID(), body: JSON.stringify({ ...payload, ...named }) });
    });
    return { url: sandbox.url, app: sandbox.app };
  },
  /** An organisation, a repository in it and so many pull requests by sam, who may do nothing. */
  stage(a: { owner: string; name: string; pulls: number; labels: string[]; files?: Record<string, string> }) {
    for (const login of ["sam", "pat", "mara"]) sandbox.world.createUser(login);
    if (sandbox.world.installationOf(a.owner) === undefined) {
      sandbox.world.createOrganization({ login: a.owner, members: { mara: "admin", pat: "member" } });
    }
    const repository = sandbox.world.createRepository({
      owner: a.owner,
      name: a.name,
      labels: a.labels,
      files: a.files ?? {},
      collaborators: { mara: "admin", pat: "write" },
    });
    return Array.from({ length: a.pulls }, () => repository.pull({ author: "sam" }).number);
  },
  /** Somebody comments; answers the webhooks of it, for the rig to send. */
  say({ repo, number, login, body }: { repo: string; number: number; login: string; body: string }) {
    sandbox.as(login).comment(sandbox.world.repository(repo).subject(number), body);
    return heard.splice(0).filter(({ event }) => event === "issue_comment");
  },
  push({ repo, number, login }: { repo: string; number: number; login: string }) {
    const pull = sandbox.world.repository(repo).pullOf(number);
    sandbox.as(login, { mayAll: true }).push(pull, { [`f${sandbox.requests.all.length}.txt`]: "x" });
    return heard.splice(0);
  },
  faults({ mix, seed }: { mix: FaultMix | null; seed: number }) {
    sandbox.faults.clear();
    if (mix !== null) sandbox.faults.plan(faultScript(mix, seed, noteFault));
  },
  outcomes({ repo }: { repo: string }): Outcome[] {
    const handle = sandbox.world.repository(repo);
    return [...handle.record.issues.values()].filter(isPull).map((issue) => {
      const pull = handle.subject(issue.number) as PullHandle;
      return {
        number: pull.number,
        answers: pull.commentsBy(`${sandbox.app.slug}[bot]`).length,
        labels: pull.labels,
        reviewers: pull.reviewers,
      };
    });
  },
  texts({ repo, number }: { repo: string; number: number }) {
    return sandbox.world.repository(repo).subject(number).commentsBy(`${sandbox.app.slug}[bot]`);
  },
  tally(): GitHubTally {
    const routes: Record<string, number> = {};
    for (const { route, status } of sandbox.requests.all) {
      routes[route] = (routes[route] ?? 0) + 1;
      if (status >= 200 && status < 300) routes[`${route} 2xx`] = (routes[`${route} 2xx`] ?? 0) + 1;
    }
    const unanswered = sandbox.requests.all.filter(({ status }) => status === 0).length;
    const working = unanswered - silent.count;
    for (const [route, count] of Object.entries(spoilt)) routes[`${route} without effect`] = count;
    return { routes, breaches: [...sandbox.breaches], requests: sandbox.requests.all.length, working };
  },
  /** When each request came, in the time of GitHub's clock. */
  times() {
    return sandbox.requests.all.map(({ route, at, status }) => ({ route, at, status }));
  },
  tokens() {
    return [...issued];
  },
  pass({ ms }: { ms: number }) {
    time.offset += ms;
  },
  deliverTo({ url, secret }: { url: string; secret: string }) {
    sandbox.deliverTo(url, secret);
  },
  async hooksIdle() {
    await sandbox.idle();
    heard.length = 0;
    const log = sandbox.hooks.log;
    return { sent: log.length, accepted: log.filter(({ status }) => status === "OK").length };
  },
  /** By GUID: attempts of GitHub's own, those that were asked for, and whether any was answered 2xx. */
  attempts() {
    const byGuid: Record<string, { first: number; asked: number; taken: boolean }> = {};
    for (const { guid, redelivery, status } of sandbox.hooks.log) {
      byGuid[guid] ??= { first: 0, asked: 0, taken: false };
      byGuid[guid][redelivery ? "asked" : "first"]++;
      byGuid[guid].taken ||= status === "OK";
    }
    return byGuid;
  },
  /** All webhooks to come are refused with this status, by whoever stands in front of the server. */
  async refuseHooks({ status }: { status: number }) {
    const front = createServer((request, response) => {
      request.resume();
      request.on("end", () => response.writeHead(status).end());
    });
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    sandbox.deliverTo(`http://127.0.0.1:${(front.address() as AddressInfo).port}/hook`, "nobody looks at it");
  },
  ...scenarioOrders({ sandbox: () => sandbox, heard, noteFault }),
  close() {
    return sandbox.close();
  },
};

/** Every installation token there was, to be looked for where none may be. */
const issued: string[] = [];
const issue = Tokens.prototype.issue;
Tokens.prototype.issue = function remembered(...given) {
  const made = issue.apply(this, given);
  issued.push(made.token);
  return made;
};

/** Requests that were answered badly and changed nothing, by route. */
const spoilt: Record<string, number> = {};
/** Requests that are never answered. */
const silent = { count: 0 };

function noteFault(route: string, fault: Fault): void {
  if (fault.kind === "hang" || fault.kind === "reset") silent.count++;
  const served = ["stale", "slow", "truncated"].includes(fault.kind) || ("apply" in fault && fault.apply === true);
  if (!served) spoilt[route] = (spoilt[route] ?? 0) + 1;
}

export type Orders = typeof orders;

process.on("message", async (message: { id: number; order: keyof Orders; argument: never }) => {
  try {
    const value = await orders[message.order](message.argument);
    process.send?.({ id: message.id, value: value ?? null });
  } catch (error) {
    process.send?.({ id: message.id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
