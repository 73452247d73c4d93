import { join } from "node:path";
import { proof } from "./proof.ts";
import { type BotProcess, makeHome, pause, startBot, until } from "./rig/bot-process.ts";
import { type ConfigMutation, configMutations } from "./rig/config-mutations.ts";
import { startGitHub } from "./rig/github.ts";
import { readInbox } from "./rig/inbox-file.ts";
import { mutants } from "./rig/mutants.ts";
import type { Rig } from "./rig/rig.ts";
import { pushHook, Sender } from "./rig/sender.ts";
import { SharedTime } from "./rig/shared-time.ts";

interface Params {
  readonly reloads: number;
  readonly connections: number;
}

/** Between two looks at the files, and until what was seen twice counts; in milliseconds of the server's time. */
const LOOK_MS = 10_000;
const SETTLE_MS = 300;
const REFUSED = "configuration refused, the last good one stays in force";

/** The configuration's files changed in every way there is, under load; only what was checked comes into force. */
export const t11 = proof<Params>({
  id: "T11",
  promise: "a bad configuration changes nothing, is said within a look at the files, and loses no delivery (P9)",
  short: { reloads: 100, connections: 4 },
  long: { reloads: 1_000, connections: 16 },
  mutants: [mutants.takesEmptyFile, mutants.readsTooEarly],
  async run({ reloads, connections }, rig) {
    const github = await startGitHub(rig);
    const time = new SharedTime(github);
    const home = makeHome(`${rig.directory}/home`, {
      ...{ app: github.app, apiUrl: github.url, plugins: goodText(0) },
      env: { ...time.env, CONFIG_FILE: "none.yaml" },
    });
    const bot = await startBot(rig, home);
    const load = startLoad(rig, bot, connections);
    const place = { directory: home.directory, file: join(home.directory, "plugins.yaml") };
    const seen: Seen = { version: 1, wrong: [], bad: 0 };
    for (let turn = 1; turn <= reloads; turn++) {
      // Every way once, then by chance.
      const mutation = configMutations[turn - 1] ?? rig.random.pick(configMutations);
      const watch = { bot, time, seen, mutation };
      const halfway = () => time.pass(bot, LOOK_MS).then(() => pause(20));
      await mutation.apply({ ...place, text: goodText(turn), turn }, halfway);
      await judgeChange(watch);
      if (turn % 100 === 0) rig.say(`${turn} of ${reloads}`);
    }
    const accepted = await load.stop();
    await until("the backlog to be done", 60_000, async () => (await bot.pending()) === 0);
    const told = bot.output.split(REFUSED).length - 1;
    const { code } = await bot.end("SIGTERM");
    const { states } = readInbox(`${home.directory}/data`);
    const lost = accepted.filter((guid) => !states.has(guid)).length;
    const broken = [
      ...seen.wrong.slice(0, 10),
      ...(lost > 0 ? [`${lost} of ${accepted.length} accepted deliveries are gone`] : []),
      ...(load.failed > 0 ? [`${load.failed} deliveries were not accepted`] : []),
      ...(told === 0 ? ["the log does not say it"] : []),
      ...(code === 0 ? [] : ["the last stop was not clean"]),
      ...(accepted.length < reloads ? ["too little load to say anything"] : []),
    ];
    return {
      figure: `${reloads} changes in ${configMutations.length} ways, ${seen.bad} bad: ${seen.wrong.length} not as promised; ${accepted.length} accepted meanwhile, ${lost} lost, ${load.failed} refused`,
      broken,
      numbers: { reloads, bad: seen.bad, wrong: seen.wrong.length, accepted: accepted.length, lost },
    };
  },
});

/** Each time another one, in which the load's organisation comes last. */
function goodText(turn: number): string {
  return `# ${turn}\nplugins:\n  other: { plugins: [hold] }\n  harbour: { plugins: [hold, lgtm] }\n`;
}

interface Seen {
  /** What should be in force. */
  version: number;
  readonly wrong: string[];
  bad: number;
}

interface Watch {
  readonly bot: BotProcess;
  readonly time: SharedTime;
  readonly seen: Seen;
  readonly mutation: ConfigMutation;
}

/** One look and two settlings later the metrics must say it, and only that. */
async function judgeChange({ bot, time, seen, mutation }: Watch): Promise<void> {
  const { good, name } = mutation;
  if (good) seen.version++;
  else seen.bad++;
  const expected = { version: seen.version, valid: good ? 1 : 0 };
  await time.pass(bot, LOOK_MS);
  // Also when it says the expected already: what was seen once only would count as seen twice at the next change.
  for (let settling = 0; settling < 3; settling++) await settle({ bot, time });
  let found = await stateOf(bot);
  for (let settling = 0; settling < 40 && !isSame(found, expected); settling++) {
    await settle({ bot, time });
    found = await stateOf(bot);
  }
  if (isSame(found, expected)) return;
  const came = found.version > seen.version;
  seen.wrong.push(
    came
      ? `${name}: version ${found.version} came into force instead of ${expected.version}`
      : `${name}: version ${found.version}, valid ${found.valid}; not ${expected.version}, ${expected.valid}`,
  );
  seen.version = found.version;
}

async function settle({ bot, time }: Pick<Watch, "bot" | "time">): Promise<void> {
  await time.pass(bot, SETTLE_MS);
  await pause(10);
}

interface ConfigState {
  readonly version: number;
  readonly valid: number;
}

function isSame(one: ConfigState, other: ConfigState): boolean {
  return one.version === other.version && one.valid === other.valid;
}

async function stateOf(bot: BotProcess): Promise<ConfigState> {
  const { text } = await bot.get("/metrics");
  const read = (name: string) => Number(new RegExp(`^bowsprit_config_${name} (\\d+)`, "m").exec(text)?.[1]);
  return { version: read("version"), valid: read("valid") };
}

interface Load {
  failed: number;
  /** Resolves to what was accepted. */
  stop(): Promise<readonly string[]>;
}

/** Deliveries to an organisation that is enabled in every good file, so each of them must be kept. */
function startLoad(rig: Rig, bot: BotProcess, connections: number): Load {
  const sender = new Sender(connections);
  const accepted: string[] = [];
  const state = { over: false, next: 0 };
  rig.defer(() => {
    state.over = true;
    sender.close();
  });
  const load: Load = {
    failed: 0,
    stop: async () => {
      state.over = true;
      await all;
      return accepted;
    },
  };
  const work = async () => {
    while (!state.over) {
      const hook = pushHook(state.next++);
      const { fate } = await sender.send(bot.url, hook);
      if (fate === "accepted") accepted.push(hook.guid);
      else load.failed++;
      await pause(5);
    }
  };
  const all = Promise.all(Array.from({ length: connections }, work));
  return load;
}
