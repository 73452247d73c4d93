import { createHmac, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import type { RepositoryHandle } from "../../src/sandbox/state/repository-handle.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { type RunningServer, SECRET, type ServerHome, serverHome, startServer } from "./start-server.ts";
import { until } from "./until.ts";

const HOLD = "do-not-merge/hold";
const LABELS = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
const LONG = 300_000;

const postgres = await startPostgres();
afterAll(() => postgres?.stop());

describe.each(postgres === undefined ? [] : [postgres])("a server whose database goes away", (pg) => {
  let sandbox: Sandbox;
  let repository: RepositoryHandle;
  let home: ServerHome;
  let server: RunningServer;

  beforeEach(async () => {
    sandbox = await startSandbox();
    sandbox.world.createOrganization({ login: "harbour", members: { pat: "member" } });
    const [owner, collaborators] = ["harbour", { pat: "write" } as const];
    repository = sandbox.world.createRepository({ owner, name: "boats", collaborators, labels: [HOLD] });
    home = serverHome(sandbox, "plugins:\n  harbour: { plugins: [hold] }\n");
    home = { ...home, env: { ...home.env, DATABASE_URL: await pg.create(`process_${Date.now()}`) } };
    server = await startServer(home);
    sandbox.deliverTo(`${server.url}/hook`, SECRET);
  }, LONG);

  afterEach(async () => {
    if (server.child.exitCode === null && server.child.signalCode === null) await server.end("SIGKILL");
    await sandbox.close();
    home.remove();
  });

  async function readiness() {
    const answer = await fetch(`${server.url}/readyz`);
    return { status: answer.status, text: await answer.text() };
  }

  /** Whether some delivery is in hand. */
  async function runs(): Promise<boolean> {
    const database = new URL(home.env.DATABASE_URL ?? "").pathname.slice(1);
    return (await pg.query("select 1 from bowsprit.delivery where owner is not null", database)).length > 0;
  }

  async function push() {
    const owner = { login: "harbour", id: 8, type: "Organization" };
    const about = { id: 9, name: "boats", full_name: "harbour/boats", default_branch: "main", private: false, owner };
    const sender = { login: "sam", id: 7, type: "User" };
    const commits = { ref: "refs/heads/main", before: "0".repeat(40), after: "a".repeat(40), commits: [] };
    const flags = { created: false, deleted: false, forced: false, pusher: { name: "sam" } };
    const body = JSON.stringify({ ...commits, ...flags, repository: about, sender, installation: { id: 1 } });
    const answer = await fetch(`${server.url}/hook`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-github-event": "push",
        "x-github-delivery": randomUUID(),
        "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
      },
    });
    return { status: answer.status, text: await answer.text() };
  }

  it(
    "says so, answers 503 meanwhile, ends what ran when it is back, and never needs help",
    async () => {
      const [idle, busy] = [repository.pull({ author: "sam" }), repository.pull({ author: "sam" })];
      expect((await push()).status).toBe(202);
      expect((await readiness()).status).toBe(200);
      const asked = sandbox.requests.count(({ route }) => route === LABELS);
      sandbox.faults.always(LABELS, { kind: "slow", ms: 1_500 });
      sandbox.as("pat").comment(busy, "/hold");
      await sandbox.idle();
      await until(runs, { what: "a run that is under way", within: 90_000 });
      await pg.halt("immediate");
      expect(await push()).toEqual({ status: 503, text: expect.stringMatching(/^Not accepted now: .*\.\n$/) });
      const away = await readiness();
      expect([away.status, away.text]).toEqual([503, expect.stringContaining("takes no deliveries now (unavailable)")]);
      expect(away.text).not.toContain("postgres");
      sandbox.faults.clear();
      await pg.start();
      await until(async () => (await push()).status === 202, { what: "a delivery to be taken", within: 90_000 });
      await until(async () => (await readiness()).status === 200, { what: "readiness", within: 90_000 });
      sandbox.as("pat").comment(idle, "/hold");
      await until(() => idle.labels.includes(HOLD), { what: "the next command", within: 90_000 });
      await until(async () => (await server.pending()) === 0, { what: "an empty inbox", within: 90_000 });
      expect(busy.labels).toContain(HOLD);
      expect(sandbox.requests.count(({ route }) => route === LABELS) - asked).toBe(2);
      expect(await server.end("SIGTERM")).toEqual({ code: 0, signal: null });
    },
    LONG,
  );
});
