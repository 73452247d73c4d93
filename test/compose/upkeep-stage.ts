import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Bot, type BotOptions, composeBot } from "../../src/compose.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { createLogger } from "../../src/log.ts";
import { plugins } from "../../src/plugins/index.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import type { RepositoryHandle } from "../../src/sandbox/state/repository-handle.ts";
import { HandTimers } from "../support/hand-timers.ts";
import { quiet } from "../support/quiet.ts";
import { SECRET, sandboxSettings } from "../support/sandbox-settings.ts";

export const HOLD = "do-not-merge/hold";
/** A bot that just started trusts no payload from before; in milliseconds. */
const SINCE_START = 20_000;

/** A GitHub that outlives the bots of one data directory, all of them at one address. */
export interface UpkeepStage {
  readonly sandbox: Sandbox;
  readonly repository: RepositoryHandle;
  readonly timers: HandTimers;
  /** Lines of the log, as JSON. */
  readonly log: string[];
  now(): number;
  start(upkeep: BotOptions["upkeep"], settings?: Partial<BotOptions["settings"]>): Promise<Bot>;
  stop(): Promise<void>;
  quiet(): Promise<void>;
  pass(milliseconds: number): void;
  /** Copies what is on disk, and puts it back later. */
  backUp(): () => void;
  /** The sentence of a readiness check. */
  said(check: string): Promise<string | undefined>;
  readonly directory: string;
}

/** `ahead`: by how many milliseconds the bot's clock is ahead of GitHub's. */
export async function openUpkeepStage(
  enabled: Readonly<Record<string, readonly string[]>> = { harbour: ["hold", "lgtm"] },
  { ahead = 0 }: { readonly ahead?: number } = {},
): Promise<UpkeepStage> {
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-upkeep-"));
  const time = { passed: 0 };
  const clock = { now: () => Date.now() + time.passed };
  const sandbox = await startSandbox({ clock });
  const timers = new HandTimers();
  const log: string[] = [];
  const running: { bot?: Bot; port: number } = { port: 0 };
  sandbox.world.createOrganization({ login: "harbour", members: { pat: "member" } });
  const repository = sandbox.world.createRepository({
    owner: "harbour",
    name: "boats",
    collaborators: { pat: "write" },
    labels: [HOLD, "lgtm"],
  });
  const scopes = Object.entries(enabled).map(([scope, names]) => [scope, { plugins: names }]);
  const file = JSON.stringify({ plugins: Object.fromEntries(scopes) });
  const texts = { plugins: { file: "plugins.yaml", text: file } };
  const { configuration } = buildConfiguration(texts, plugins, 1);
  const stop = async () => {
    await running.bot?.stop();
    delete running.bot;
  };
  onTestFinished(async () => {
    await stop();
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });
  return {
    ...{ sandbox, repository, timers, log, directory, stop },
    now: clock.now,
    async start(upkeep, settings = {}) {
      const bot = await composeBot({
        settings: { ...sandboxSettings(sandbox, directory), port: running.port, ...settings },
        log: createLogger({ level: "info", format: "json", destination: { write: (line) => void log.push(line) } }),
        clock: { now: () => clock.now() + ahead },
        configuration: { current: () => configuration },
        ...(upkeep === undefined ? {} : { upkeep: { timers, random: () => 0, ...upkeep } }),
      });
      running.bot = bot;
      running.port = await bot.listen();
      sandbox.deliverTo(`http://127.0.0.1:${running.port}/hook`, SECRET);
      time.passed += SINCE_START;
      return bot;
    },
    quiet: async () => quiet(sandbox, running.bot ?? { idle: async () => {} }),
    pass: (milliseconds) => {
      time.passed += milliseconds;
    },
    backUp: () => {
      const copy = mkdtempSync(join(tmpdir(), "bowsprit-backup-"));
      cpSync(directory, copy, { recursive: true });
      return () => {
        rmSync(directory, { recursive: true });
        cpSync(copy, directory, { recursive: true });
        rmSync(copy, { recursive: true });
      };
    },
    said: async (check) => {
      const answer = await fetch(`http://127.0.0.1:${running.port}/readyz`);
      const { checks } = (await answer.json()) as { checks: { name: string; detail: string }[] };
      return checks.find(({ name }) => name === check)?.detail;
    },
  };
}
