import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { proof } from "./proof.ts";
import { type BotProcess, type Home, makeHome, pause, startBot } from "./rig/bot-process.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { readInbox } from "./rig/inbox-file.ts";
import { mutants } from "./rig/mutants.ts";
import type { Rig } from "./rig/rig.ts";
import { type Hook, Sender } from "./rig/sender.ts";

interface Params {
  /** Comments on pull requests, of which some kill whoever works on them. */
  readonly comments: number;
  readonly poisons: number;
  readonly within: number;
}

const STARTS = 3;
const HOLD = "do-not-merge/hold";
const REPO = "harbour/boats";
const GLUTTON = pathToFileURL(resolve(import.meta.dirname, "rig/preload/glutton.mjs")).href;
const NODE = ["--max-old-space-size=128", "--import", GLUTTON];

/** A delivery that eats all memory, in a process that somebody starts again whenever it ends. */
export const t18 = proof<Params>({
  id: "T18",
  promise: "a delivery that kills the process is put away after 3 starts, and all others are done",
  short: { comments: 60, poisons: 1, within: 60_000 },
  long: { comments: 600, poisons: 4, within: 300_000 },
  mutants: [mutants.neverQuarantines],
  async run({ comments, poisons, within }, rig) {
    const github = await startGitHub(rig);
    const numbers = await github.order("stage", { owner: "harbour", name: "boats", pulls: comments, labels: [HOLD] });
    const poisonous = numbers.filter((_, index) => index % Math.ceil(comments / poisons) === 7);
    const glutton = poisonous.map((number) => `/issues/${number}/`).join();
    const env = { GITHUB_LIMITS: "off", PROVE_GLUTTON: glutton };
    const plugins = "plugins:\n  harbour: { plugins: [hold] }\n";
    const home = makeHome(`${rig.directory}/home`, { app: github.app, apiUrl: github.url, plugins, env });
    const keeper = await keepAlive(rig, home, poisons * STARTS + 3);
    const hooks = await said(github, numbers);
    await sendAll(rig, hooks, keeper);
    const quiet = await keeper.rests(within);
    const { bot } = keeper;
    const told = quiet ? (await bot.get("/readyz")).text : "";
    const stop = bot.alive ? await bot.end("SIGTERM") : { code: null };
    const { states } = readInbox(`${home.directory}/data`);
    const outcomes = await github.order("outcomes", { repo: REPO });
    const guilty = new Set(hooks.filter(({ number }) => poisonous.includes(number)).map(({ guid }) => guid));
    const dead = [...states].filter(([, state]) => state === "dead").map(([guid]) => guid);
    const spared = [...guilty].filter((guid) => !dead.includes(guid)).length;
    const innocent = dead.filter((guid) => !guilty.has(guid)).length;
    const undone = outcomes.filter((each) => !poisonous.includes(each.number) && !each.labels.includes(HOLD)).length;
    const most = poisons * STARTS;
    const broken = [
      ...(quiet ? [] : ["it did not come to rest"]),
      ...(keeper.deaths > most ? [`it died ${keeper.deaths} times of ${poisons}`] : []),
      ...(keeper.deaths < STARTS ? [`it died ${keeper.deaths} times only: nothing was tried`] : []),
      ...(spared > 0 ? [`${spared} deliveries that kill were not put away`] : []),
      ...(innocent > 0 ? [`${innocent} innocent deliveries are dead`] : []),
      ...(undone > 0 ? [`${undone} of the others were not done`] : []),
      ...(quiet && !told.includes(`${dead.length} dead`) ? ["/readyz does not say what is dead"] : []),
      ...(stop.code === 0 ? [] : ["the last stop was not clean"]),
    ];
    return {
      figure: `${poisons} of ${comments} deliveries eat 128 MB of heap: ${keeper.deaths} deaths, ${dead.length} put away, ${innocent} innocent, ${undone} of the others not done`,
      broken,
      numbers: { comments, poisons, deaths: keeper.deaths, dead: dead.length, innocent, undone },
    };
  },
});

async function said(github: GitHub, numbers: readonly number[]): Promise<readonly (Hook & { number: number })[]> {
  const hooks: (Hook & { number: number })[] = [];
  for (const number of numbers) {
    const heard = await github.order("say", { repo: REPO, number, login: "mara", body: "/hold" });
    for (const { event, guid, body } of heard) hooks.push({ event, guid, body: Buffer.from(body), number });
  }
  return hooks;
}

interface Keeper {
  bot: BotProcess;
  deaths: number;
  /** Resolves to whether nothing is left to do. */
  rests(within: number): Promise<boolean>;
}

/** Starts it again after each death, until it died too often. */
async function keepAlive(rig: Rig, home: Home, most: number): Promise<Keeper> {
  const start = () => startBot(rig, home, { nodeArguments: NODE });
  const keeper: Keeper = {
    bot: await start(),
    deaths: 0,
    async rests(within) {
      const end = performance.now() + within;
      while (performance.now() < end && keeper.deaths < most) {
        if (keeper.bot.alive && (await keeper.bot.pending().catch(() => 1)) === 0) return true;
        await pause(50);
      }
      return false;
    },
  };
  const watch = async () => {
    while (keeper.deaths < most) {
      const { code } = await keeper.bot.ended;
      if (code === 0) return;
      keeper.deaths++;
      rig.say(`death ${keeper.deaths}`);
      keeper.bot = await start();
    }
  };
  // The rig ends the last one, which is no death.
  void watch().catch(() => undefined);
  return keeper;
}

/** Each until it was accepted. */
async function sendAll(rig: Rig, hooks: readonly Hook[], keeper: Keeper): Promise<void> {
  const sender = new Sender(8);
  rig.defer(() => sender.close());
  const queue = [...hooks];
  const work = async () => {
    for (let hook = queue.shift(); hook !== undefined; hook = queue.shift()) {
      const { fate } = await sender.send(keeper.bot.url, hook);
      if (fate === "accepted") continue;
      queue.push(hook);
      await pause(50);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
}
