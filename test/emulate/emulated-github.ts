import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, type Emulator } from "emulate";
import { type Bot, composeBot } from "../../src/compose.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { silentLogger } from "../../src/log.ts";
import { plugins } from "../../src/plugins/index.ts";
import { SECRET, sandboxSettings } from "../support/sandbox-settings.ts";
import { openFrontDoor } from "./front-door.ts";

/** A GitHub that nobody of this project wrote, with the bot installed on `acme` and its webhooks going to the bot. */
export interface EmulatedGitHub {
  readonly bot: Bot;
  /** Where the bot listens for webhooks. */
  readonly hook: string;
  /** Asks the API as somebody; fails the test on a refusal. */
  ask<T>(login: string, route: string, body?: object): Promise<T>;
  close(): Promise<void>;
}

const APP = { app_id: 77, slug: "bowsprit", name: "Bowsprit" };
const PEOPLE = ["alice", "rick", "mia", "otto"];
/** A bot that just started trusts no payload; this one has been running for a while, in milliseconds. */
const RUNNING_FOR = 60_000;
const PERMISSIONS = { issues: "write", pull_requests: "write", contents: "read", metadata: "read", members: "read" };

/** Starts the emulator and a bot that serves it with these sections of plugins.yaml. */
export async function startEmulatedGitHub(rules: object): Promise<EmulatedGitHub> {
  const github = await createEmulator({ service: "github", port: await freePort(), seed: seed() });
  const door = await openFrontDoor(github.url);
  const text = JSON.stringify(rules);
  const { configuration } = buildConfiguration({ plugins: { file: "plugins.yaml", text } }, plugins, 1);
  const time = { back: RUNNING_FOR };
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-emulate-"));
  const bot = await composeBot({
    settings: sandboxSettings({ url: door.url, app: { id: APP.app_id, privateKey: privateKeyOf(github) } }, directory),
    log: silentLogger(),
    clock: { now: () => Date.now() - time.back },
    configuration: { current: () => configuration },
  });
  time.back = 0;
  const hook = `http://127.0.0.1:${await bot.listen()}/hook`;
  const ask = askOf(github);
  await ask("rick", "POST /repos/acme/app/hooks", {
    ...{ active: true, events: ["*"] },
    config: { url: hook, secret: SECRET, content_type: "json" },
  });
  return {
    bot,
    hook,
    ask,
    close: async () => {
      await bot.stop();
      await door.close();
      await github.close();
      rmSync(directory, { recursive: true });
    },
  };
}

function seed() {
  return {
    tokens: Object.fromEntries(PEOPLE.map((login) => [tokenOf(login), { login, scopes: ["repo", "admin:repo_hook"] }])),
    github: {
      users: PEOPLE.map((login) => ({ login })),
      orgs: [{ login: "acme", members: [{ login: "rick", role: "admin" }, { login: "mia" }] }],
      repos: [{ owner: "acme", name: "app", auto_init: true }],
      apps: [
        {
          ...APP,
          permissions: PERMISSIONS,
          events: ["*"],
          installations: [{ installation_id: 7, account: "acme", repository_selection: "all" }],
        },
      ],
    },
  };
}

function privateKeyOf({ generatedSecrets }: Emulator): string {
  const key = generatedSecrets.find(({ kind }) => kind === "github.app_private_key");
  if (key === undefined) throw new Error("the emulator made no key for the App");
  return key.value;
}

function askOf({ url }: Emulator): EmulatedGitHub["ask"] {
  return async (login, route, body) => {
    const [method = "", path = ""] = route.split(" ");
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `token ${tokenOf(login)}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${route} as ${login}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
}

function tokenOf(login: string): string {
  return `token_of_${login}`;
}

/** The emulator cannot be told to choose one itself. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
