/** What 30 enabled plugins add to a comment in which there is no command: processor time of the whole way in. */
import { type Bot, composeBot } from "../../src/compose.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { silentLogger } from "../../src/log.ts";
import type { Plugin } from "../../src/plugin-kit/define-plugin.ts";
import { plugins as allPlugins } from "../../src/plugins/index.ts";
import { benchmark, type Run } from "../rig/benchmark.ts";
import { commentPayload, guidOf, OWNER } from "../rig/comment-delivery.ts";
import { median } from "../rig/statistics.ts";
import { throwawayApp } from "../rig/stored-comments.ts";
import { paddingPlugins } from "./padding-plugins.ts";

const PLUGINS = 30;
const EACH = 2_000;
const ROUNDS = 11;

/** Five lines of talk, a quoted command and a block of code with a path in it. */
const TALK = [
  "I looked at the second commit and like where it goes; the name of the flag could say what it is for.",
  "> /lgtm\n\nnot yet, see below.",
  "```sh\n/usr/bin/make all\n```",
  "Could you run it on the old machine once more? The numbers in the description are from before the change.",
  "Thanks a lot!",
].join("\n\n");
/** As long as GitHub lets a comment be. */
const LONG = "/usr/bin is not a command, nor is /this one.\n".repeat(2_000).slice(0, 65_536);

await benchmark(`Comments without commands, ${PLUGINS} plugins`, async (run) => {
  const padding = paddingPlugins(PLUGINS);
  // A plugin that shares its commands' names with others is left out: in plugins.yaml, only one of them is enabled.
  const usual = allPlugins.filter(({ name }) => name !== "area" && name !== "close");
  const thirty = [...usual, ...padding].slice(0, PLUGINS);
  const none = await composed(run, "none", []);
  const many = await composed(run, "many", thirty);
  const talk = await added({ none, many }, TALK);
  run.compare("no plugin, comment without commands: CPU", talk.base, "ms");
  run.figure("30 plugins, comment without commands: CPU added", talk.added);
  run.compare("the same in a comment of 65,536 characters", (await added({ none, many }, LONG)).added, "ms");
});

/** The whole bot, without a port. */
async function composed(run: Run, name: string, enabled: readonly Plugin[]): Promise<Bot> {
  const file = { plugins: { [OWNER]: { plugins: enabled.map((plugin) => plugin.name) } } };
  const texts = { plugins: { file: "plugins.yaml", text: JSON.stringify(file) } };
  const { configuration } = buildConfiguration(texts, enabled, 1);
  const { id, privateKey } = throwawayApp();
  const bot = await composeBot({
    settings: {
      mode: "serve",
      credentials: { kind: "app", appId: id, privateKey },
      webhookSecrets: ["a secret of the benchmark"],
      apiUrl: "http://127.0.0.1:9",
      ...{ host: "127.0.0.1", port: 0, webhookPath: "/hook", logLevel: "silent", logFormat: "json" },
      ...{ pluginsFile: "plugins.yaml", configFile: "config.yaml", dataDirectory: `${run.directory}/${name}` },
      limits: { enabled: true, contentPerMinute: 80, contentPerHour: 500, pointsPerMinute: 900, concurrency: 20 },
      ...{ production: false, organization: undefined },
    },
    log: silentLogger(),
    plugins: enabled,
    configuration: { current: () => configuration },
  });
  run.defer(() => bot.stop());
  return bot;
}

/** Medians, in milliseconds a comment: without plugins, and what they add in the round beside it. */
async function added({ none, many }: { none: Bot; many: Bot }, body: string): Promise<{ base: number; added: number }> {
  const [without, differences]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    const payloads = Array.from({ length: EACH }, (_, index) => commentPayload({ body, index }));
    const base = await cpuEach(none, payloads);
    const more = await cpuEach(many, payloads);
    if (round === 0) continue;
    without.push(base);
    differences.push(more - base);
  }
  return { base: median(without), added: median(differences) };
}

async function cpuEach(bot: Bot, payloads: readonly Buffer[]): Promise<number> {
  const before = process.cpuUsage();
  for (const [index, body] of payloads.entries()) {
    const answer = await bot.accept({ event: "issue_comment", guid: guidOf(index), body });
    if (answer !== "unwanted") throw new Error(`a comment without commands was ${answer}`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / payloads.length;
}
