import { proof, type Result } from "./proof.ts";
import { type BotProcess, type Home, makeHome, pause, startBot } from "./rig/bot-process.ts";
import { studyMix } from "./rig/fault-mix.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { givenUp } from "./rig/given-up.ts";
import { mutants } from "./rig/mutants.ts";
import type { Rig } from "./rig/rig.ts";
import { type Fate, type Hook, Sender } from "./rig/sender.ts";
import { SharedTime } from "./rig/shared-time.ts";

interface Params {
  readonly comments: number;
  readonly kills: number;
  /** Real milliseconds between kills. */
  readonly life: number;
  /** Real milliseconds for the rest, once everything was sent; waits do not count, because time is made to pass. */
  readonly within: number;
}

const HOLD = "do-not-merge/hold";
const LABELS = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
const OWNERS = 8;
const plugins = `plugins:\n${Array.from({ length: OWNERS }, (_, index) => `  org${index}: { plugins: [hold, lgtm] }\n`).join("")}`;

/**
 * Comments that must each be answered once, on a GitHub that fails a third of all writes, to a server that is killed,
 * with webhooks doubled, swapped and, when they were not accepted, sent again.
 */
export const t3 = proof<Params>({
  id: "T3",
  promise: "each accepted delivery's effects are visible exactly once (P2)",
  short: { comments: 60, kills: 2, life: 2_000, within: 90_000 },
  long: { comments: 5_000, kills: 25, life: 8_000, within: 1_500_000 },
  mutants: [mutants.repeatsWrites, mutants.noIntent, mutants.noSettle],
  async run({ comments, kills, life, within }, rig) {
    const github = await startGitHub(rig);
    const time = new SharedTime(github);
    const pulls = await staged(github, comments);
    // Old enough that a reader who is behind knows them: what is tried is whether it knows the answers to them.
    await time.passBefore(60_000);
    const env = { GITHUB_LIMITS: "off", ...time.env };
    const home = makeHome(`${rig.directory}/home`, { app: github.app, apiUrl: github.url, plugins, env });
    const hooks = await said(github, pulls);
    await github.order("faults", { mix: studyMix, seed: rig.seed });
    const server = await killedAgainAndAgain(rig, home, { kills, life });
    const fates = await sendAll(rig, hooks, server);
    await server.over;
    const quiet = await time.rest(server.bot, within);
    const dead = givenUp(server.earlier + server.bot.output);
    return judge(github, { hooks: hooks.length, fates, quiet, kills, dead });
  },
});

/** So many pull requests, spread over organisations. */
async function staged(github: GitHub, comments: number): Promise<ReadonlyMap<string, readonly number[]>> {
  const numbers = new Map<string, readonly number[]>();
  for (let index = 0; index < OWNERS; index++) {
    const owner = `org${index}`;
    const pulls = Math.ceil((comments - index) / OWNERS);
    const stage = { owner, name: "boats", pulls, labels: [HOLD, "lgtm"] };
    numbers.set(`${owner}/boats`, await github.order("stage", stage));
  }
  return numbers;
}

/** One comment on each of them; the webhooks in their order. */
async function said(github: GitHub, pulls: ReadonlyMap<string, readonly number[]>): Promise<readonly Hook[]> {
  const hooks: Hook[] = [];
  for (const [repo, numbers] of pulls) {
    for (const number of numbers) {
      // The author may not: lgtm is refused with a comment, of which GitHub would take two; hold is a label.
      const heard = await github.order("say", { repo, number, login: "sam", body: "/lgtm\n/hold" });
      for (const { event, guid, body } of heard) hooks.push({ event, guid, body: Buffer.from(body) });
    }
  }
  return hooks;
}

interface Server {
  bot: BotProcess;
  /** What those before it printed. */
  earlier: string;
  /** Resolves after the last kill. */
  readonly over: Promise<void>;
}

async function killedAgainAndAgain(rig: Rig, home: Home, plan: { kills: number; life: number }): Promise<Server> {
  const server = { bot: await startBot(rig, home), earlier: "" };
  const nemesis = async () => {
    for (let kill = 1; kill <= plan.kills; kill++) {
      await pause(rig.random.between(plan.life / 2, plan.life));
      await server.bot.end("SIGKILL");
      server.earlier += server.bot.output;
      server.bot = await startBot(rig, home);
      rig.say(`kill ${kill} of ${plan.kills}`);
    }
  };
  return Object.assign(server, { over: nemesis() });
}

/** Sends with one in ten doubled and neighbours swapped; what was not accepted is sent again, as redelivery does. */
async function sendAll(rig: Rig, hooks: readonly Hook[], server: Server): Promise<Readonly<Record<Fate, number>>> {
  const sender = new Sender(16);
  rig.defer(() => sender.close());
  const fates = { accepted: 0, refused: 0, unknown: 0 };
  const queue = [...hooks];
  for (let index = 1; index < queue.length; index++) {
    if (rig.random.next() < 0.2) [queue[index - 1], queue[index]] = [queue[index] as Hook, queue[index - 1] as Hook];
  }
  const work = async () => {
    for (let hook = queue.shift(); hook !== undefined; hook = queue.shift()) {
      const { fate } = await sender.send(server.bot.url, hook);
      fates[fate]++;
      if (fate !== "accepted") {
        queue.push(hook);
        await pause(50);
      } else if (rig.random.next() < 0.1) await sender.send(server.bot.url, hook);
    }
  };
  await Promise.all(Array.from({ length: 16 }, work));
  return fates;
}

interface Seen {
  readonly hooks: number;
  readonly fates: Readonly<Record<Fate, number>>;
  readonly quiet: boolean;
  readonly kills: number;
  readonly dead: readonly string[];
}

async function judge(github: GitHub, { hooks, fates, quiet, kills, dead }: Seen): Promise<Result> {
  const outcomes = (
    await Promise.all(
      Array.from({ length: OWNERS }, (_, index) => github.order("outcomes", { repo: `org${index}/boats` })),
    )
  ).flat();
  const missing = outcomes.filter(({ answers }) => answers === 0).length;
  const double = outcomes.filter(({ answers }) => answers > 1).length;
  const unlabelled = outcomes.filter(({ labels }) => !labels.includes(HOLD)).length;
  const { routes } = await github.order("tally", {} as never);
  const amplification = Number(
    (((routes[LABELS] ?? 0) - (routes[`${LABELS} without effect`] ?? 0)) / hooks).toFixed(3),
  );
  const { accepted, refused, unknown } = fates;
  const broken = [
    ...(quiet ? [] : ["it did not come to rest in time"]),
    ...(missing > 0 ? [`${missing} comments were never answered`] : []),
    ...(double > 0 ? [`${double} comments were answered more than once`] : []),
    ...(unlabelled > 0 ? [`${unlabelled} labels are missing`] : []),
    ...dead.slice(0, 5).map((reason) => `a delivery was given up: ${reason}`),
    ...(amplification > 1.3 ? [`labels were written ${amplification} times`] : []),
  ];
  const once = outcomes.length - missing - double;
  return {
    figure: `${once} of ${outcomes.length} exactly once, ${missing} missing, ${double} double; ${kills} kills, ${refused + unknown} sent again; label writes × ${amplification}`,
    broken,
    numbers: { once, missing, double, unlabelled, amplification, accepted, refused, unknown, kills },
  };
}
