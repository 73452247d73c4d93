import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { type SandboxOptions, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import type { RepositoryHandle } from "../../src/sandbox/state/repository-handle.ts";

/** One webhook as a receiver saw it. */
export interface Received {
  readonly event: string;
  readonly guid: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly payload: Record<string, unknown>;
}

export interface Stage {
  readonly sandbox: Sandbox;
  readonly repository: RepositoryHandle;
  readonly received: Received[];
  /** Asks the API as a login, or with a given `Authorization`. */
  ask(route: string, options?: Ask): Promise<Answer>;
}

export interface Ask {
  readonly as?: string;
  readonly authorization?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; undefined when it is no JSON. */
  readonly json: unknown;
}

const SECRET = "stage secret";
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A small organisation with one repository, a hook that records what it gets, and a client. Closed after the test. */
export async function setStage(options: SandboxOptions = {}, answers: () => number = () => 202): Promise<Stage> {
  const sandbox = await startSandbox(options);
  sandbox.world.createOrganization({
    login: "acme",
    members: { alice: "member", rick: "member", boss: "admin" },
    teams: { leads: { name: "The Leads", members: ["rick"], repos: { app: "write" } } },
  });
  sandbox.world.createUser("otto");
  const repository = sandbox.world.createRepository({
    owner: "acme",
    name: "app",
    files: { "README.md": "hello\n", OWNERS: "approvers:\n- ann\n", "pkg/a.go": "package pkg\n" },
    labels: ["lgtm", "area/pkg"],
    collaborators: { colin: "write", rob: "read" },
    milestones: ["v1.0"],
    branches: { release: { "x.txt": "1\n" } },
  });
  const { received, url, server } = await receiver(answers);
  sandbox.deliverTo(url, SECRET);
  closing.push(() => close(sandbox, server));
  return { sandbox, repository, received, ask: (route, given) => ask(sandbox.url, route, given) };
}

/** What the receiver would compute over the bytes. */
export function signatureOf(body: string): string {
  return `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
}

async function receiver(answers: () => number): Promise<{ received: Received[]; url: string; server: Server }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const { headers } = request;
      received.push({
        event: `${headers["x-github-event"]}`,
        guid: `${headers["x-github-delivery"]}`,
        headers,
        body,
        payload: JSON.parse(body),
      });
      const status = answers();
      if (status !== 0) response.writeHead(status).end("heard");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, server };
}

async function close(sandbox: Sandbox, server: Server): Promise<void> {
  await sandbox.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function ask(base: string, route: string, given: Ask = {}): Promise<Answer> {
  const [method = "GET", path = "/"] = route.split(" ");
  const authorization = given.authorization ?? (given.as === undefined ? undefined : `token ghp_sandbox_${given.as}`);
  const response = await fetch(base + path, {
    method,
    headers: { ...(authorization === undefined ? {} : { authorization }), ...given.headers },
    ...(given.body === undefined
      ? {}
      : { body: typeof given.body === "string" ? given.body : JSON.stringify(given.body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Pages and cut answers are no JSON.
    return undefined;
  }
}
