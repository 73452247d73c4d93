import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Fault } from "../src/sandbox/http/faults.ts";
import { proof, type Result, skip } from "./proof.ts";
import { type BotProcess, type Home, makeHome, pause, startBot } from "./rig/bot-process.ts";
import { compileShim, diskEnv, edgesIn, killAtEdge, NO_SHIM } from "./rig/disk-shim.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { mutants } from "./rig/mutants.ts";
import type { Rig } from "./rig/rig.ts";
import { scenarioRules, scenarios, type Visible } from "./rig/scenarios.ts";
import { type Hook, Sender } from "./rig/sender.ts";
import { SharedTime } from "./rig/shared-time.ts";

interface Params {
  readonly scenarios: readonly string[];
  readonly troubles: readonly Trouble[];
}

/** How one call goes wrong, whichever it is. */
interface Trouble {
  readonly name: string;
  /** A request to GitHub that this happens to. */
  readonly fault?: Fault;
  /** The server is killed by it; without a fault, at an edge of a commit. */
  readonly kills?: boolean;
}

const killedBefore: Trouble = { name: "killed before request", kills: true, fault: { kind: "reset" } };
const killedAfter: Trouble = { name: "killed after request", kills: true, fault: { kind: "reset", apply: true } };
const killedInCommit: Trouble = { name: "killed at edge of a commit", kills: true };
const resetAfter: Trouble = { name: "reset, applied, at request", fault: { kind: "reset", apply: true } };
const silence: Trouble = { name: "no answer to request", fault: { kind: "hang" } };

/** Each scenario is played once for each of its requests and commits, which goes wrong; the end must be as if none had. */
export const t19 = proof<Params>({
  id: "T19",
  promise: "whichever request or commit fails or is the process's last, the end is as if none had (P1, P2)",
  short: { scenarios: ["refusal"], troubles: [killedAfter, killedInCommit] },
  long: {
    scenarios: scenarios.map(({ name }) => name),
    troubles: [killedBefore, killedAfter, killedInCommit, resetAfter, silence],
  },
  mutants: [{ ...mutants.noIntent, breaks: /does not end as it does without/ }],
  async run(params, rig) {
    const shim = compileShim(rig.directory);
    if (shim === undefined) return skip(NO_SHIM);
    const tally: Tally = { trials: 0, kills: 0, broken: [] };
    const queue = [...params.scenarios];
    const lane = async (_: unknown, index: number) => {
      const stage = await openLane(rig, shim, `lane-${index}`);
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        await everyTrouble(stage, { name, troubles: params.troubles }, tally);
        rig.say(`${name} done: ${tally.trials} trials, ${tally.broken.length} not as without trouble`);
      }
    };
    await Promise.all(Array.from({ length: Math.min(availableParallelism(), queue.length) }, lane));
    return resultOf(params, tally);
  },
});

interface Tally {
  trials: number;
  kills: number;
  readonly broken: string[];
}

function resultOf(params: Params, { trials, kills, broken }: Tally): Result {
  const figure = `${params.scenarios.length} scenarios, ${trials} times with one call gone wrong, ${kills} kills: ${broken.length} ended otherwise`;
  return { figure, broken, numbers: { trials, kills, broken: broken.length } };
}

/** A GitHub with a time of its own, and a place for servers. */
interface Lane {
  readonly rig: Rig;
  readonly shim: string;
  readonly github: GitHub;
  readonly time: SharedTime;
  readonly directory: string;
  trials: number;
}

async function openLane(rig: Rig, shim: string, name: string): Promise<Lane> {
  const github = await startGitHub(rig);
  return { rig, shim, github, time: new SharedTime(github), directory: join(rig.directory, name), trials: 0 };
}

async function everyTrouble(
  lane: Lane,
  { name, troubles }: { readonly name: string; readonly troubles: readonly Trouble[] },
  tally: Tally,
): Promise<void> {
  const expected = (await play(lane, name)).visible;
  for (const trouble of troubles) {
    for (let call = 1, met = true; met; call++) {
      const seen = await play(lane, name, { trouble, call });
      met = seen.met;
      if (!met) break;
      tally.trials++;
      if (trouble.kills) tally.kills++;
      if (isSame(seen.visible, expected)) continue;
      const [is, should] = [seen.visible, expected].map((each) => JSON.stringify(each));
      tally.broken.push(
        `${name}, ${trouble.name} ${call}, does not end as it does without\n${is}\ninstead of\n${should}`,
      );
    }
  }
}

/** Who finds done what a request did whose answer was lost gives a thumb, as to anybody who asks twice. */
function isSame({ reactions, ...seen }: Visible, { reactions: wanted, ...expected }: Visible): boolean {
  const thanks = reactions.every((each) => each === "+1") && reactions.length <= wanted.length + 1;
  return isDeepStrictEqual(seen, expected) && thanks;
}

interface At {
  readonly trouble: Trouble;
  /** Which one, from 1. */
  readonly call: number;
}

/** Plays a scenario on a server that knows nothing yet; `met` says whether there were so many calls. */
async function play(lane: Lane, name: string, at?: At): Promise<{ readonly met: boolean; readonly visible: Visible }> {
  const { github, time, rig } = lane;
  const repository = `r${++lane.trials}`;
  await github.order("stageScenario", { name, repository });
  await time.passBefore(60_000);
  const home = homeOf(lane, repository);
  const report = join(rig.directory, `${repository}-${lane.directory.at(-1)}.report`);
  const server: Server = { lane, home, bot: await startBot(rig, onDisk(home, lane, report)), deaths: 0 };
  if (at !== undefined) await arm(server, report, at);
  await github.order("actScenario", {} as never);
  await carryAll(server);
  await server.bot.end("SIGKILL");
  const met = (await github.order("wasMet", {} as never)) || server.deaths > 0;
  rmSync(home.directory, { recursive: true, force: true });
  rmSync(report, { force: true });
  return { met, visible: await github.order("seeScenario", {} as never) };
}

function homeOf({ github, directory, time }: Lane, name: string): Home {
  const plugins = JSON.stringify(scenarioRules());
  const env = { GITHUB_LIMITS: "off", ...time.env };
  return makeHome(join(directory, name), { app: github.app, apiUrl: github.url, plugins, env });
}

function onDisk(home: Home, { shim }: Lane, report: string): Home {
  return { ...home, env: { ...home.env, ...diskEnv(shim, { report }) } };
}

async function arm({ bot, lane }: Server, report: string, { trouble, call }: At): Promise<void> {
  const { fault, kills } = trouble;
  if (fault === undefined) killAtEdge(report, edgesIn(report) + call);
  else await lane.github.order("trouble", { call, fault, ...(kills ? { kills: bot.pid } : {}) });
}

interface Server {
  readonly lane: Lane;
  readonly home: Home;
  bot: BotProcess;
  deaths: number;
}

const WITHIN = 120_000;

/** All webhooks, each until it is accepted, as redelivery would, until nothing is left to do; whoever dies is started again. */
async function carryAll(server: Server): Promise<void> {
  const { github } = server.lane;
  const sender = new Sender(1);
  const queue: Hook[] = [];
  for (let rested = false; ; ) {
    const heard = await github.order("hear", {} as never);
    queue.push(...heard.map(({ event, guid, body }) => ({ event, guid, body: Buffer.from(body) })));
    const [hook] = queue;
    if (hook === undefined && rested) break;
    if (hook === undefined) rested = await comesToRest(server);
    else {
      rested = false;
      if ((await sender.send(server.bot.url, hook)).fate === "accepted") queue.shift();
    }
    await revive(server);
  }
  sender.close();
}

/** False when it died instead. */
async function comesToRest({ bot, lane }: Server): Promise<boolean> {
  try {
    if (!(await lane.time.rest(bot, WITHIN))) throw new Error(`it does not come to rest: ${bot.output.slice(-2_000)}`);
    return true;
  } catch (error) {
    // Its connections end a moment before it is known to be gone.
    await pause(50);
    if (bot.alive) throw error;
    return false;
  }
}

async function revive(server: Server): Promise<void> {
  const { bot, lane, home } = server;
  if (bot.alive) return;
  await bot.ended;
  server.deaths++;
  server.bot = await startBot(lane.rig, { ...home, env: { ...home.env, ...lane.time.env } });
}
