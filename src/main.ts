#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { composeSetup } from "./compose/compose-setup.ts";
import { leaveWhenBroken } from "./compose/leave-when-broken.ts";
import { secretsIn, secretsOf } from "./compose/secrets-of.ts";
import { fullUpkeep } from "./compose/start-upkeep.ts";
import { composeBot, InboxRefused, ListenRefused } from "./compose.ts";
import { ConfigError } from "./config/config-error.ts";
import { loadEnvFile } from "./environment/load-env-file.ts";
import { EnvironmentError, readEnvironment, type ServeSettings, type SetupSettings } from "./environment.ts";
import { createLogger, type Logger, scrub } from "./log.ts";

/** Exit codes, as docs/operations.md lists them. */
const EXIT = { configuration: 2, failed: 1, brokenStore: 70 } as const;

/** How much the heap may grow, in percent of what lives in it, before garbage is looked for. */
const HEAP_GROWTH = 70;

interface Running {
  stop(): Promise<void>;
}

/** The environment, then the object graph, then the port; from there on signals decide. */
async function start(): Promise<void> {
  // Left alone, V8 lets the garbage of a burst grow to several times what lives.
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  loadEnvFile();
  const settings = readEnvironment(process.env);
  const secrets = settings.mode === "serve" ? secretsOf(settings) : [];
  const log = createLogger({ level: settings.logLevel, format: settings.logFormat, secrets });
  leaveOnBugs(log);
  const running = settings.mode === "serve" ? await serve(settings, log) : await setUp(settings, log);
  drainOnSignals(running, log);
}

async function serve(settings: ServeSettings, log: Logger): Promise<Running> {
  const bot = await composeBot({ settings, log, upkeep: fullUpkeep });
  const port = await bot.listen();
  leaveWhenBroken({ bot, log, exit: () => process.exit(EXIT.brokenStore) });
  log.info({ port, host: settings.host, pending: bot.inbox.counts().pending }, "listening for webhooks");
  return bot;
}

async function setUp(settings: SetupSettings, log: Logger): Promise<Running> {
  const setup = composeSetup(settings, log);
  const port = await setup.listen();
  log.warn({ url: `http://localhost:${port}/setup` }, "no credentials yet: open this address to create a GitHub App");
  return setup;
}

/** What nobody caught may have left anything half done: the next start resumes from the disk. Said in the log, which holds no secret. */
function leaveOnBugs(log: Logger): void {
  process.once("uncaughtException", (err) => {
    log.fatal({ err }, "a bug that nobody caught: leaving, and what ran runs again at the next start");
    process.exit(EXIT.failed);
  });
}

/** The first signal drains, the second one leaves at once. */
function drainOnSignals(running: Running, log: Logger): void {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) process.exit(EXIT.failed);
    stopping = true;
    log.info({ signal }, "stopping: running deliveries may end, the rest stays on disk");
    try {
      await running.stop();
      log.info("stopped");
      process.exit(0);
    } catch (err) {
      log.error({ err }, "did not stop cleanly");
      process.exit(EXIT.failed);
    }
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
}

try {
  await start();
} catch (error) {
  const known = error instanceof EnvironmentError || error instanceof ConfigError;
  const plain = known || error instanceof InboxRefused || error instanceof ListenRefused;
  const text = error instanceof Error ? (plain ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(scrub(`bowsprit cannot start: ${text}\n`, secretsIn(process.env)));
  process.exit(known ? EXIT.configuration : EXIT.failed);
}
