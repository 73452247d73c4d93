import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BotProcess, type Home, until } from "./bot-process.ts";
import { hostileConfigurations, mustBeRefused } from "./hostile-configurations.ts";
import type { LagWatch } from "./lag-watch.ts";

/** Longer than the server waits between two looks at its files, and than an editor needs to finish one, in milliseconds. */
const LOOK_MS = 11_000;
const SETTLE_MS = 500;

interface Reloads {
  readonly tried: number;
  readonly refused: number;
  readonly broken: readonly string[];
}

/** Puts each hostile plugins.yaml in the place of the good one while the server runs, and the good one back in the end. */
export async function reloadHostile(bot: BotProcess, home: Home, good: string, lag: LagWatch): Promise<Reloads> {
  const broken: string[] = [];
  let refused = 0;
  const texts = Object.entries({ ...hostileConfigurations(), "the good one": good });
  for (const [name, text] of texts) {
    const before = await inForce(bot);
    const asked = join(home.directory, "plugins.yaml");
    await lag.during(`plugins.yaml: ${name}`, async () => {
      writeFileSync(asked, text);
      await until(`a word about ${name}`, 60_000, async () => {
        await bot.ask("pass", LOOK_MS);
        await bot.ask("pass", SETTLE_MS);
        const now = await inForce(bot);
        return now.version > before.version || (!now.valid && refusals(bot) > before.refusals);
      });
    });
    const now = await inForce(bot);
    if (!now.valid) refused += 1;
    if (!now.valid && now.version !== before.version) broken.push(`${name}: the last good configuration did not stay`);
    if (now.valid && mustBeRefused.includes(name)) broken.push(`${name}: it was taken for a configuration`);
    if (!now.valid && name === "the good one") broken.push("the good configuration was refused after all that");
  }
  return { tried: texts.length - 1, refused, broken };
}

/** What /readyz and the log say of the configuration. */
async function inForce(bot: BotProcess) {
  const { text } = await bot.get("/readyz");
  const version = Number(/version (\d+)/.exec(text)?.[1] ?? 0);
  return { version, valid: !text.includes("files on disk not usable"), refusals: refusals(bot) };
}

function refusals(bot: BotProcess): number {
  return bot.output.split("configuration refused, the last good one stays in force").length - 1;
}
