import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bot, composeBot } from "../../src/compose.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { silentLogger } from "../../src/log.ts";
import { definePlugin } from "../../src/plugin-kit/define-plugin.ts";
import { hold } from "../../src/plugins/hold/plugin.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import type { PullHandle } from "../../src/sandbox/state/subject-handle.ts";
import { quiet } from "../support/quiet.ts";
import { SECRET, sandboxSettings } from "../support/sandbox-settings.ts";
import { runReplay } from "./run-replay.ts";

const PLUGINS = "plugins:\n  harbour: { plugins: [hold, weather] }\n";
const HOLD = "do-not-merge/hold";

let directory: string;
let sandbox: Sandbox;
let pull: PullHandle;
let bot: Bot;
let port: number;
const weather = { calm: false, runs: 0 };

/** Fails until the weather is calm. */
const weatherPlugin = definePlugin({
  name: "weather",
  summary: "Looks out of the window.",
  needs: {},
  on: {
    "issue_comment.created": async () => {
      weather.runs += 1;
      if (!weather.calm) throw new Error("no wind in the sails");
    },
  },
});

async function startBot(): Promise<void> {
  const plugins = [hold, weatherPlugin];
  const texts = { plugins: { file: "plugins.yaml", text: PLUGINS } };
  const { configuration } = buildConfiguration(texts, plugins, 1);
  bot = await composeBot({
    settings: sandboxSettings(sandbox, directory),
    log: silentLogger(),
    plugins,
    configuration: { current: () => configuration },
  });
  port = await bot.listen();
  sandbox.deliverTo(`http://127.0.0.1:${port}/hook`, SECRET);
}

function environment(): Record<string, string> {
  return {
    APP_ID: String(sandbox.app.id),
    PRIVATE_KEY: sandbox.app.privateKey,
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: sandbox.url,
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_DIR: directory,
    PLUGINS_FILE: join(directory, "plugins.yaml"),
    CONFIG_FILE: join(directory, "config.yaml"),
  };
}

const replay = (...args: string[]) => runReplay(args, environment());

/** Somebody holds the pull request while the weather plugin fails: the delivery dies with the label set. */
async function deadDelivery(): Promise<string> {
  sandbox.as("pat").comment(pull, "/hold");
  await quiet(sandbox, bot);
  expect(pull.labels).toEqual([HOLD]);
  const sent = sandbox.hooks.log.find(({ event }) => event === "issue_comment");
  return sent?.guid ?? "";
}

beforeEach(async () => {
  Object.assign(weather, { calm: false, runs: 0 });
  directory = mkdtempSync(join(tmpdir(), "bowsprit-replay-"));
  writeFileSync(join(directory, "plugins.yaml"), PLUGINS);
  sandbox = await startSandbox();
  sandbox.world.createOrganization({ login: "harbour", members: { pat: "admin" } });
  const repository = sandbox.world.createRepository({
    owner: "harbour",
    name: "boats",
    collaborators: { pat: "admin" },
    labels: [HOLD],
  });
  pull = repository.pull({ author: "sam" });
  await startBot();
});

afterEach(async () => {
  await bot.stop();
  await sandbox.close();
  rmSync(directory, { recursive: true });
});

describe("bowsprit replay, asking the running server", () => {
  it("lists dead deliveries with the reason and when, and shows one with its steps", async () => {
    expect((await replay("--list")).printed).toBe("No delivery is dead.\n");
    const guid = await deadDelivery();
    const { printed, failed } = await replay("--list");
    expect(failed).toBeUndefined();
    expect(printed).toMatch(/^1 dead delivery\n/);
    expect(printed).toMatch(new RegExp(`${guid}  issue_comment  harbour/boats#1  2 tries  died 20\\d\\d-\\d\\d-`));
    expect(printed).toContain("weather: Error: no wind in the sails");
    const { printed: shown } = await replay(guid, "--show");
    expect(shown).toContain("dead since 20");
    expect(shown).toMatch(/hold done\n/);
    expect(shown).toMatch(/weather dead after \d failures?: Error: no wind in the sails/);
  });

  it("runs the steps that have not ended, once the fault is over", async () => {
    const guid = await deadDelivery();
    sandbox.as("pat").removeLabel(pull, HOLD);
    await quiet(sandbox, bot);
    weather.calm = true;
    const before = weather.runs;
    const { printed, failed } = await replay(guid);
    expect(failed).toBeUndefined();
    expect(printed).toBe(`${guid} is replayed: it runs now.\n`);
    await bot.idle();
    expect(weather.runs).toBe(before + 1);
    expect(bot.inbox.counts().dead).toBe(0);
    expect(pull.labels).toEqual([]);
  });

  it("runs every step with --fresh", async () => {
    const guid = await deadDelivery();
    sandbox.as("pat").removeLabel(pull, HOLD);
    await quiet(sandbox, bot);
    weather.calm = true;
    await replay(guid, "--fresh");
    await bot.idle();
    expect(pull.labels).toEqual([HOLD]);
  });

  it("with --dry-run names the writes and makes none, and the inbox stays as it is", async () => {
    const guid = await deadDelivery();
    sandbox.as("pat").removeLabel(pull, HOLD);
    await quiet(sandbox, bot);
    sandbox.requests.clear();
    const stored = await bot.inbox.find(guid);
    const { printed, failed, exitCode } = await replay(guid, "--dry-run", "--fresh");
    expect(failed).toBeUndefined();
    expect(exitCode).toBe(0);
    expect(printed).toContain("It would make 1 write to GitHub; none was made.\n");
    expect(printed).toContain(`  hold: POST /repos/harbour/boats/issues/1/labels {"labels":["${HOLD}"]}\n`);
    expect(sandbox.requests.all.length).toBeGreaterThan(0);
    expect(sandbox.requests.writes).toEqual([]);
    expect(pull.labels).toEqual([]);
    expect(await bot.inbox.find(guid)).toEqual(stored);
  });

  it("without --fresh plans only the steps that have not ended", async () => {
    const guid = await deadDelivery();
    sandbox.as("pat").removeLabel(pull, HOLD);
    await quiet(sandbox, bot);
    expect((await replay(guid, "--dry-run")).printed).toBe("It would make 0 writes to GitHub; none was made.\n");
  });

  it("fails when the plan cannot be made", async () => {
    const guid = await deadDelivery();
    sandbox.faults.always("*", { kind: "status", status: 403 });
    const { printed, exitCode } = await replay(guid, "--dry-run", "--fresh");
    expect(printed).toMatch(/hold failed: .*403/);
    expect(exitCode).toBe(1);
  });

  it("takes a payload file as a webhook", async () => {
    weather.calm = true;
    const file = join(directory, "payload.json");
    await deadDelivery();
    writeFileSync(file, sandbox.hooks.log.find(({ event }) => event === "issue_comment")?.body ?? "");
    sandbox.as("pat").removeLabel(pull, HOLD);
    await quiet(sandbox, bot);
    const { printed, failed } = await replay("--file", file, "--event", "issue_comment");
    expect(failed).toBeUndefined();
    expect(printed).toMatch(/^replay-[0-9a-f-]{69} is sent: Accepted\.\n$/);
    await bot.idle();
    expect(pull.labels).toEqual([HOLD]);
  });

  it("says what the server said when the secret is another", async () => {
    const { failed } = await runReplay(["--list"], { ...environment(), WEBHOOK_SECRET: "another secret altogether" });
    expect(failed).toBe(
      `the server at http://127.0.0.1:${port} answered 401: The signature is missing or does not match.`,
    );
  });

  it("says where it looked when nobody answers", async () => {
    const { failed } = await replay("--list", "--server", "http://127.0.0.1:1");
    expect(failed).toBe(
      "the inbox is in use, but no server answers at http://127.0.0.1:1: give its address on this machine with --server",
    );
  });
});

describe("bowsprit replay, while no server runs", () => {
  it("lists from the file, and a replay waits for the next start", async () => {
    const guid = await deadDelivery();
    sandbox.as("pat").removeLabel(pull, HOLD);
    await quiet(sandbox, bot);
    await bot.stop();
    weather.calm = true;
    expect((await replay("--list")).printed).toContain("no wind in the sails");
    const { printed } = await replay(guid, "--fresh");
    expect(printed).toBe(`${guid} is replayed: it runs when the server starts next.\n`);
    expect((await replay(guid)).failed).toBe(`${guid} has not ended yet: it runs by itself`);
    expect(pull.labels).toEqual([]);
    await startBot();
    await bot.idle();
    expect(pull.labels).toEqual([HOLD]);
  });

  it("plans from the file", async () => {
    const guid = await deadDelivery();
    await bot.stop();
    sandbox.as("pat").removeLabel(pull, HOLD);
    sandbox.requests.clear();
    expect((await replay(guid, "--dry-run", "--fresh")).printed).toContain("  hold: POST ");
    expect(sandbox.requests.writes).toEqual([]);
  });

  it("stores a payload file for the next start", async () => {
    const file = join(directory, "payload.json");
    weather.calm = true;
    await deadDelivery();
    writeFileSync(file, sandbox.hooks.log.find(({ event }) => event === "issue_comment")?.body ?? "");
    sandbox.as("pat").removeLabel(pull, HOLD);
    await quiet(sandbox, bot);
    await bot.stop();
    const { printed } = await replay("--file", file, "--event", "issue_comment");
    expect(printed).toMatch(/^[0-9a-f-]{36} is stored: it runs when the server starts next\.\n$/);
    await startBot();
    await bot.idle();
    expect(pull.labels).toEqual([HOLD]);
  });

  it("does not make an inbox where there is none", async () => {
    const nowhere = join(directory, "nowhere");
    const { failed } = await replay("--list", "--data-dir", nowhere);
    expect(failed).toBe(`${nowhere} holds no inbox: name the server's data directory with --data-dir or DATA_DIR`);
  });
});

describe("bowsprit replay, asked wrongly", () => {
  it.each([[[]], [["--list", "some-guid"]], [["some-guid", "--file", "payload.json"]]])("%j", async (args) => {
    expect((await replay(...args)).failed).toBe("say what to replay: a GUID, --list, or --file with --event");
  });

  it.each([[[]], [["--dry-run"]], [["--show"]], [["--fresh"]]])(
    "an unknown GUID with %j is one sentence",
    async (more) => {
      const { failed } = await replay("11111111-2222-3333-4444-555555555555", ...more);
      expect(failed).toBe(
        "no delivery 11111111-2222-3333-4444-555555555555 is in the inbox; bowsprit replay --list shows the dead ones",
      );
    },
  );

  it("a file without an event, and one that is no payload", async () => {
    const file = join(directory, "payload.json");
    writeFileSync(file, "[]");
    expect((await replay("--file", file)).failed).toBe("--file needs --event, for example --event issue_comment");
    const { failed } = await replay("--file", file, "--event", "issues");
    expect(failed).toBe(`${file} is not a JSON object, as every payload is`);
  });

  it("a dry run without credentials", async () => {
    const guid = await deadDelivery();
    const { APP_ID: _id, PRIVATE_KEY: _key, ...rest } = environment();
    expect((await runReplay([guid, "--dry-run"], rest)).failed).toBe(
      "a dry run reads GitHub: set the server's credentials, as .env.example shows",
    );
  });
});
