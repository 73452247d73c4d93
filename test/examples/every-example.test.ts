import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Bot, composeBot } from "../../src/compose.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { createLogger } from "../../src/log.ts";
import { plugins } from "../../src/plugins/index.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { postSigned } from "../support/post-signed.ts";
import { quiet } from "../support/quiet.ts";
import { SECRET, sandboxSettings } from "../support/sandbox-settings.ts";

type Payload = Record<string, unknown> & { readonly repository?: { readonly owner: { readonly login?: string } } };

interface Example {
  readonly event: string;
  readonly payload: Payload;
}

/** Every payload of every version of GitHub in the package; those that several versions share, once. */
function everyExample(): readonly Example[] {
  const directory = dirname(createRequire(import.meta.url).resolve("@octokit/webhooks-examples/package.json"));
  const versions = readdirSync(directory).filter((name) => name === "api.github.com" || name.startsWith("ghes-"));
  const unlike = new Map<string, Example>();
  for (const version of versions) {
    const events: { name: string; examples: Payload[] }[] = JSON.parse(
      readFileSync(join(directory, version, "index.json"), "utf8"),
    );
    for (const { name, examples } of events) {
      for (const payload of examples) unlike.set(`${name} ${JSON.stringify(payload)}`, { event: name, payload });
    }
  }
  return [...unlike.values()];
}

const examples = everyExample();
const owners = new Set(examples.flatMap(({ payload }) => payload.repository?.owner.login ?? []));
const everything = { plugins: plugins.map(({ name }) => name) };
const text = JSON.stringify({ plugins: Object.fromEntries([...owners].map((owner) => [owner, everything])) });
const { configuration } = buildConfiguration({ plugins: { file: "plugins.yaml", text } }, plugins, 1);

/** A bot with every plugin enabled for every owner, and what it said of its own faults. */
interface Listener {
  readonly sandbox: Sandbox;
  readonly bot: Bot;
  readonly bugs: readonly string[];
  now(): number;
  /** Posts all of them in order and waits for whatever they lead to; counts the answers by status. */
  hearAll(payloadOf: (example: Example) => object): Promise<Record<number, number>>;
  /** Why each step was given up. */
  reasons(): Promise<readonly string[]>;
}

/** A bot that just started trusts no payload from before; in milliseconds. */
const SINCE_START = 10_000;
/** For longer than this nothing is looked for that GitHub may not know yet; in milliseconds. */
const YOUTH = 120_000;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listen(as: "app" | "token"): Promise<Listener> {
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-examples-"));
  const bugs: string[] = [];
  const write = (line: string) => void (line.includes("this is a bug") && bugs.push(line));
  const time = { passed: 0 };
  const clock = { now: () => Date.now() + time.passed };
  const sandbox = await startSandbox({ clock });
  const settings = sandboxSettings(sandbox, directory);
  const bot = await composeBot({
    settings: as === "app" ? settings : { ...settings, credentials: tokenOf(sandbox) },
    log: createLogger({ level: "error", format: "json", destination: { write } }),
    clock,
    configuration: { current: () => configuration },
  });
  const hook = `http://127.0.0.1:${await bot.listen()}/hook`;
  time.passed = SINCE_START;
  closing.push(async () => {
    await bot.stop();
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });
  return {
    ...{ sandbox, bot, bugs, now: clock.now },
    async hearAll(payloadOf) {
      const statuses: Record<number, number> = {};
      for (const example of examples) {
        const status = await postSigned(hook, { secret: SECRET, event: example.event, payload: payloadOf(example) });
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
      time.passed += YOUTH;
      await quiet(sandbox, bot);
      return statuses;
    },
    reasons: async () => (await bot.inbox.dead(10_000)).flatMap(({ error }) => error.split("; ")),
  };
}

function tokenOf(sandbox: Sandbox) {
  return { kind: "token", token: sandbox.tokenOf("bowsprit") } as const;
}

it("there are examples of many events, of issues, pull requests, comments and reviews among them", () => {
  const events = new Set(examples.map(({ event }) => event));
  expect(events.size).toBeGreaterThan(40);
  for (const event of ["issues", "pull_request", "issue_comment", "pull_request_review"])
    expect(events).toContain(event);
  expect(owners.size).toBeGreaterThan(1);
});

describe("every example, with every plugin enabled for every owner, is answered 202 and meets no bug", () => {
  it("as it was published, where GitHub knows none of the repositories", async () => {
    const { hearAll, bugs, reasons } = await listen("token");
    expect(await hearAll(({ payload }) => payload)).toEqual({ 202: examples.length });
    expect(bugs).toEqual([]);
    expect((await reasons()).length).toBeGreaterThan(10);
    for (const reason of await reasons())
      expect(reason).toMatch(/^[a-z-]+: [A-Z]+ \S+ answered(?: 404: |: NOT_FOUND$)/);
  });

  it("as news of repositories where the App is installed, and where nothing it asks for succeeds", async () => {
    const { sandbox, hearAll, bugs, reasons, now } = await listen("app");
    for (const owner of owners) sandbox.world.createOrganization({ login: owner });
    sandbox.faults.plan(({ route }) => (/ \/app\b/.test(route) ? undefined : { kind: "status", status: 422 }));
    expect(await hearAll((example) => asNews(example, sandbox, now()))).toEqual({ 202: examples.length });
    expect(bugs).toEqual([]);
    for (const reason of await reasons()) expect(reason).toMatch(/^[a-z-]+: [A-Z]+ \S+ answered 422: /);
    const given = new Set((await reasons()).map((reason) => reason.slice(0, reason.indexOf(":"))));
    expect([...given].toSorted()).toEqual(["approve", "lgtm", "owners-label", "size", "wip"]);
  });
});

/**
 * The example as if it had happened just now, since only a young payload is believed. The examples come from many hooks
 * and installations; an owner has one of the App, so that is the one they all name here.
 */
function asNews({ payload }: Example, sandbox: Sandbox, at: number): Payload {
  const now = new Date(at).toISOString().replace(/\.\d+/, "");
  const young = JSON.stringify(payload).replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^"]*"/g, JSON.stringify(now));
  const installation = sandbox.world.installationOf(payload.repository?.owner.login ?? "");
  return { ...JSON.parse(young), ...(installation === undefined ? {} : { installation: { id: installation.id } }) };
}
