import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Bot, composeBot, type RequestObservation } from "../../compose.ts";
import { buildConfiguration } from "../../config/load-configuration.ts";
import { createLogger, type Logger } from "../../log.ts";
import type { Plugin } from "../../plugin-kit/define-plugin.ts";
import { plugins as allPlugins } from "../../plugins/index.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import type { RepositoryHandle } from "../../sandbox/state/repository-handle.ts";
import { buildHarbour } from "./build-harbour.ts";
import { demoSettings } from "./demo-settings.ts";
import { harbourPlugins } from "./harbour-plugins.ts";

/** A request to GitHub and when its answer was in, in milliseconds of the process's own clock. */
export interface TimedRequest extends RequestObservation {
  readonly at: number;
}

/** The sandbox GitHub with its harbour, and the bot that serves it. */
export interface DemoStage {
  readonly sandbox: Sandbox;
  readonly bot: Bot;
  readonly repository: RepositoryHandle;
  /** Where the bot listens. */
  readonly botUrl: string;
  /** Every request that went out, oldest first. */
  readonly requests: readonly TimedRequest[];
  /** What the bot logged at level warn and above. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface DemoStageOptions {
  /** Milliseconds added to every request to GitHub. */
  readonly latency?: number;
  readonly plugins?: readonly Plugin[];
}

/** Starts both on loopback, with a temporary directory for the inbox that `close` removes. */
export async function openDemoStage({ latency = 0, plugins = allPlugins }: DemoStageOptions): Promise<DemoStage> {
  const sandbox = await startSandbox({ latency });
  const repository = buildHarbour(sandbox);
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-demo-"));
  const settings = demoSettings(sandbox, directory);
  const [requests, complaints]: [TimedRequest[], string[]] = [[], []];
  const texts = { plugins: { file: "plugins.yaml", text: harbourPlugins } };
  const { configuration } = buildConfiguration(texts, plugins, 1);
  const bot = await composeBot({
    settings,
    plugins,
    log: loggerInto(complaints, settings.webhookSecrets),
    configuration: { current: () => configuration },
    onRequest: (request) => requests.push({ ...request, at: performance.now() }),
  });
  const botUrl = `http://127.0.0.1:${await bot.listen()}`;
  sandbox.deliverTo(`${botUrl}${settings.webhookPath}`, settings.webhookSecrets[0] ?? "");
  const close = async () => {
    await bot.stop();
    await sandbox.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { sandbox, bot, repository, botUrl, requests, complaints, close };
}

function loggerInto(lines: string[], secrets: readonly string[]): Logger {
  return createLogger({
    level: "warn",
    format: "json",
    secrets,
    destination: {
      write: (line) => {
        lines.push(line.trim());
      },
    },
  });
}
