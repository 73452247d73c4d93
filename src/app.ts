import type { Probot } from "probot";
import { secretsOf } from "./compose/secrets-of.ts";
import { fullUpkeep } from "./compose/start-upkeep.ts";
import { type Bot, composeBot } from "./compose.ts";
import { readEnvironment } from "./environment.ts";
import { createLogger } from "./log.ts";

/**
 * The bot as a plain Probot application function, for people who host Probot apps. Probot takes the webhooks and checks
 * their signatures; from there on everything is as in the server of our own: on disk before the handler ends, in order,
 * retried, resumed. Settings come from the same environment; the port is Probot's.
 */
export default function app(probot: Pick<Probot, "onAny">): void {
  const bot = start();
  probot.onAny(async ({ id, name, payload }) => {
    const accepted = await (await bot).accept({ event: name, guid: id, body: Buffer.from(JSON.stringify(payload)) });
    // Thrown, so that Probot answers with an error and the delivery can be redelivered.
    if (accepted === "full") throw new Error("not accepted now: the backlog is full");
  });
}

async function start(): Promise<Bot> {
  const settings = readEnvironment(process.env);
  if (settings.mode === "setup") throw new Error("no credentials: set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET");
  const log = createLogger({ level: settings.logLevel, format: settings.logFormat, secrets: secretsOf(settings) });
  const bot = await composeBot({ settings, log, upkeep: fullUpkeep });
  bot.start();
  process.once("beforeExit", () => void bot.stop());
  return bot;
}
