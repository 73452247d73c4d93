import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../src/clock.ts";
import { type Bot, composeBot } from "../../src/compose.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { createLogger, silentLogger } from "../../src/log.ts";
import { plugins } from "../../src/plugins/index.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { quiet } from "../support/quiet.ts";
import { SECRET, sandboxSettings } from "../support/sandbox-settings.ts";

/** One sandbox and one bot, on which any number of worlds are played one after the other. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly bot: Bot;
  /** Puts a plugins.yaml in force for what follows. */
  configure(plugins: object): void;
  /** Lets time pass for GitHub and the bot alike, in milliseconds. */
  pass(milliseconds: number): void;
  /** Back to the machine's time: tokens must not age while worlds are played. */
  resetTime(): void;
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-stage-"));
  const time = { passed: 0 };
  const clock: Clock = { now: () => Date.now() + time.passed };
  const sandbox = await startSandbox({ clock });
  const holder: { current: Configuration } = { current: build({ plugins: {} }, 1) };
  const log = process.env.STAGE_LOG ? createLogger({ level: process.env.STAGE_LOG, format: "pretty" }) : silentLogger();
  const bot = await composeBot({
    settings: sandboxSettings(sandbox, directory),
    log,
    clock,
    configuration: { current: () => holder.current },
  });
  sandbox.deliverTo(`http://127.0.0.1:${await bot.listen()}/hook`, SECRET);
  return {
    sandbox,
    bot,
    configure: (file) => {
      holder.current = build(file, holder.current.version + 1);
    },
    pass: (milliseconds) => {
      time.passed += milliseconds;
    },
    resetTime: () => {
      time.passed = 0;
    },
    quiet: () => quiet(sandbox, bot),
    close: async () => {
      await bot.stop();
      await sandbox.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** JSON is YAML, so a section can be handed over as it was recorded. */
function build(file: object, version: number): Configuration {
  const texts = { plugins: { file: "plugins.yaml", text: JSON.stringify(file) } };
  return buildConfiguration(texts, plugins, version).configuration;
}
