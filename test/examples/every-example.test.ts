import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { composeBot } from "../../src/compose.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { createLogger } from "../../src/log.ts";
import { plugins } from "../../src/plugins/index.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
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

const directory = mkdtempSync(join(tmpdir(), "bowsprit-examples-"));
const bugs: string[] = [];
const log = createLogger({
  level: "error",
  format: "json",
  destination: { write: (line) => void (line.includes("this is a bug") && bugs.push(line)) },
});
const time = { passed: 0 };
const clock = { now: () => Date.now() + time.passed };
const sandbox = await startSandbox({ clock });
const bot = await composeBot({
  settings: sandboxSettings(sandbox, directory),
  log,
  clock,
  configuration: { current: () => configuration },
});
const hook = `http://127.0.0.1:${await bot.listen()}/hook`;
time.passed = 10_000;

afterAll(async () => {
  await bot.stop();
  await sandbox.close();
  rmSync(directory, { recursive: true });
});

/** Posts them in order and waits for whatever they lead to; answers each status with the events that had it. */
async function hearAll(payloadOf: (example: Example) => object): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  for (const example of examples) {
    const status = await postSigned(hook, { secret: SECRET, event: example.event, payload: payloadOf(example) });
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  await quiet(sandbox, bot);
  return statuses;
}

async function deadReasons(): Promise<readonly string[]> {
  return (await bot.inbox.dead(10_000)).map(({ error }) => error);
}

it("there are examples of many events, of issues, pull requests, comments and reviews among them", () => {
  const events = new Set(examples.map(({ event }) => event));
  expect(events.size).toBeGreaterThan(40);
  for (const event of ["issues", "pull_request", "issue_comment", "pull_request_review"])
    expect(events).toContain(event);
  expect(owners.size).toBeGreaterThan(1);
});

describe("every example, with every plugin enabled for every owner", () => {
  it("is answered 202 where GitHub knows none of the repositories, and none meets a bug", async () => {
    expect(await hearAll(({ payload }) => payload)).toEqual({ 202: examples.length });
    expect(bugs).toEqual([]);
    const reasons = await deadReasons();
    expect(reasons.length).toBeGreaterThan(10);
    for (const reason of reasons) expect(reason).toMatch(/^[a-z-]+: [A-Z]+ \S+ answered 404: /);
  });

  it("is answered 202 as news of repositories where the bot is installed and nothing succeeds, and none meets a bug", async () => {
    for (const owner of owners) sandbox.world.createOrganization({ login: owner });
    sandbox.faults.plan(({ route }) => (/ \/app\b/.test(route) ? undefined : { kind: "status", status: 422 }));
    const before = (await deadReasons()).length;
    expect(await hearAll(asNews)).toEqual({ 202: examples.length });
    expect(bugs).toEqual([]);
    const reasons = (await deadReasons()).slice(0, -before);
    for (const reason of reasons) expect(reason).toMatch(/^[a-z-]+: [A-Z]+ \S+ answered 422: /);
    const given = new Set(reasons.flatMap((reason) => reason.match(/[a-z-]+(?=: [A-Z]+ \/)/g) ?? []));
    expect([...given].toSorted()).toEqual(["approve", "lgtm", "owners-label", "size", "wip"]);
  });
});

/** The example as if it had happened just now, where its owner installed the bot: so young a payload is believed. */
function asNews({ payload }: Example): Payload {
  const now = new Date(clock.now()).toISOString().replace(/\.\d+/, "");
  const young = JSON.stringify(payload).replace(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^"]*"/g, JSON.stringify(now));
  const installation = sandbox.world.installationOf(payload.repository?.owner.login ?? "");
  return { ...JSON.parse(young), ...(installation === undefined ? {} : { installation: { id: installation.id } }) };
}
