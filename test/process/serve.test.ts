import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sendDelivery } from "../../src/cli/send.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import type { RepositoryHandle } from "../../src/sandbox/state/repository-handle.ts";
import type { PullHandle } from "../../src/sandbox/state/subject-handle.ts";
import { printed, startNode } from "./start-node.ts";
import { type RunningServer, SECRET, type ServerHome, serverHome, startServer } from "./start-server.ts";
import { until } from "./until.ts";

const HOLD = "do-not-merge/hold";
const PULLS = 30;
const LABELS = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
const COMMENTS = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";

/** Time of one test: a server starts twice in some, on a machine that does other things as well. */
const LONG = 90_000;

describe("a server in its own process", () => {
  let sandbox: Sandbox;
  let repository: RepositoryHandle;
  let home: ServerHome;
  let server: RunningServer | undefined;

  beforeEach(async () => {
    sandbox = await startSandbox();
    sandbox.world.createOrganization({ login: "harbour", members: { pat: "member" } });
    repository = sandbox.world.createRepository({
      owner: "harbour",
      name: "boats",
      collaborators: { pat: "write" },
      labels: [HOLD, "lgtm"],
    });
    home = serverHome(sandbox, "plugins:\n  harbour: { plugins: [hold, lgtm] }\n");
    server = undefined;
  });

  afterEach(async () => {
    if (server?.child.exitCode === null && server.child.signalCode === null) await server.end("SIGKILL");
    await sandbox.close();
    home.remove();
  });

  async function start(): Promise<RunningServer> {
    server = await startServer(home);
    sandbox.deliverTo(`${server.url}/api/github/webhooks`, SECRET);
    return server;
  }

  function pulls(): readonly PullHandle[] {
    return Array.from({ length: PULLS }, () => repository.pull({ author: "sam" }));
  }

  /** Everything is done: nothing is pending, and what was done caused nothing new. */
  async function atRest(running: RunningServer): Promise<void> {
    const quiet = async () => {
      const sent = sandbox.hooks.log.length;
      await sandbox.idle();
      return (await running.pending()) === 0 && sandbox.hooks.log.length === sent;
    };
    await until(quiet, { what: "an empty inbox", within: 40_000 });
  }

  it("ends with code 1 over an error that nobody caught, and says so in the log, without the secrets in it", async () => {
    const token = `ghs_1_${"aB3.-_".repeat(85)}`;
    const program = `process.on("SIGUSR2", () => void Promise.reject(new Error("lost with ${token}")))`;
    const preload = `--import=data:text/javascript,${encodeURIComponent(program)}`;
    server = await startServer({ ...home, env: { ...home.env, NODE_OPTIONS: preload } });
    expect(await server.end("SIGUSR2")).toEqual({ code: 1, signal: null });
    expect(server.stderr()).toBe("");
    const last = JSON.parse(server.stdout().trimEnd().split("\n").at(-1) ?? "");
    expect(last).toMatchObject({ level: 60, err: { message: "lost with [redacted]" } });
    expect(server.stdout()).not.toContain(token.slice(-12));
  });

  it(
    "logs the port it chose, and a signed comment over HTTP puts the label on",
    async () => {
      const { port, stdout } = await start();
      expect(port).toBeGreaterThan(0);
      for (const line of stdout().trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("msg");
      const pull = repository.pull({ author: "sam" });
      sandbox.as("pat").comment(pull, "Not yet.\n/hold");
      await until(() => pull.labels.includes(HOLD), { what: "the label" });
    },
    LONG,
  );

  it(
    "takes a body on both webhook paths, and only when it is signed",
    async () => {
      const { url } = await start();
      const body = JSON.stringify({ zen: "Speak like a human." });
      const send = (path: string, secret: string) =>
        sendDelivery(body, { event: "ping", url: `${url}${path}`, secret, delivery: randomUUID() });
      expect((await send("/hook", SECRET)).status).toBe(202);
      expect((await send("/api/github/webhooks", SECRET)).status).toBe(202);
      expect((await send("/hook", "another secret")).status).toBe(401);
    },
    LONG,
  );

  it(
    "drains on SIGTERM under load with exit code 0, and a restart does the rest, once each",
    async () => {
      const first = await start();
      sandbox.faults.always(LABELS, { kind: "slow", ms: 150 });
      const all = pulls();
      for (const pull of all) sandbox.as("pat").comment(pull, "/hold");
      await sandbox.idle();
      await until(() => all.some((pull) => pull.labels.includes(HOLD)), { what: "the first label" });
      expect(await first.end("SIGTERM")).toEqual({ code: 0, signal: null });
      expect(first.stdout()).toContain('"msg":"stopped"');
      const held = all.filter((pull) => pull.labels.includes(HOLD)).length;
      expect(held).toBeLessThan(PULLS);
      sandbox.faults.clear();
      await atRest(await start());
      expect(all.filter((pull) => pull.labels.includes(HOLD))).toHaveLength(PULLS);
      expect(sandbox.requests.count(({ route, status }) => route === LABELS && status === 200)).toBe(PULLS);
    },
    LONG,
  );

  it(
    "resumes after kill -9 in the middle, and every effect is there exactly once",
    async () => {
      const first = await start();
      sandbox.faults.always(COMMENTS, { kind: "slow", ms: 100 });
      const all = pulls();
      // The author may not: each of these is answered with a comment, which GitHub would take twice.
      for (const pull of all) sandbox.as("sam").comment(pull, "/lgtm\n/hold");
      await sandbox.idle();
      const answers = (pull: PullHandle) => pull.commentsBy(`${sandbox.app.slug}[bot]`);
      await until(() => all.filter((pull) => answers(pull).length > 0).length >= 5, { what: "five answers" });
      expect(await first.end("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
      expect(all.filter((pull) => answers(pull).length > 0).length).toBeLessThan(PULLS);
      sandbox.faults.clear();
      const second = await start();
      await atRest(second);
      expect(second.stdout()).toContain("deliveries were running when the process died");
      expect(all.map((pull) => answers(pull).length)).toEqual(all.map(() => 1));
      expect(all.map((pull) => pull.labels)).toEqual(all.map(() => [HOLD]));
    },
    LONG,
  );
});

describe("a server that cannot start", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "bowsprit-process-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it.each([
    [{ NODE_ENV: "production" }, ["APP_ID", "WEBHOOK_SECRET"]],
    [
      { APP_ID: "one", PORT: "-1", LOG_LEVEL: "loud" },
      ["APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET", "PORT", "LOG_LEVEL"],
    ],
  ])(
    "with %j ends with exit code 2 and names all of %j",
    async (env, names) => {
      const running = startNode("src/main.ts", { cwd: directory, env: env as Record<string, string> });
      expect(await running.ended).toEqual({ code: 2, signal: null });
      for (const name of names) expect(running.stderr()).toMatch(new RegExp(`^  - ${name} .*: `, "m"));
      expect(running.stdout()).toBe("");
    },
    LONG,
  );

  it(
    "says in a sentence that .env cannot be read",
    async () => {
      mkdirSync(join(directory, ".env"));
      const running = startNode("src/main.ts", { cwd: directory, env: {} });
      expect(await running.ended).toEqual({ code: 2, signal: null });
      expect(running.stderr()).toMatch(/^ {2}- \.env cannot be read \(\w+\): give this user a file to read\n$/m);
    },
    LONG,
  );

  it(
    "without its plugins.yaml ends with exit code 2 and names the file",
    async () => {
      const env = { GITHUB_TOKEN: "a token that is none", WEBHOOK_SECRET: SECRET, PORT: "0" };
      const running = startNode("src/main.ts", { cwd: directory, env });
      expect(await running.ended).toEqual({ code: 2, signal: null });
      expect(running.stderr()).toContain("plugins.yaml");
    },
    LONG,
  );

  it(
    "without credentials serves the setup page, on loopback whatever HOST says, and ends on SIGTERM",
    async () => {
      const env = { HOST: "0.0.0.0", PORT: "0", LOG_FORMAT: "json" };
      const running = startNode("src/main.ts", { cwd: directory, env });
      const [, port] = await printed(running, /"url":"http:\/\/localhost:(\d+)\/setup"/);
      const page = await fetch(`http://127.0.0.1:${port}/setup`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain("Set up Bowsprit");
      // Another of this machine's own addresses, which a server on all of them would answer on.
      await expect(fetch(`http://127.0.0.2:${port}/setup`, { signal: AbortSignal.timeout(5_000) })).rejects.toThrow();
      running.child.kill("SIGTERM");
      expect(await running.ended).toEqual({ code: 0, signal: null });
    },
    LONG,
  );
});
