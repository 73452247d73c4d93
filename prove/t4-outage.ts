import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { proof } from "./proof.ts";
import { type BotProcess, type Home, makeHome, pause, SECRET, startBot } from "./rig/bot-process.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { mutants } from "./rig/mutants.ts";
import type { Rig } from "./rig/rig.ts";
import { SharedTime } from "./rig/shared-time.ts";

interface Params {
  /** Real milliseconds of each outage, while people go on. */
  readonly down: number;
  /** Comments a second. */
  readonly rate: number;
  /** Real milliseconds that catching up may take, waits not counted. */
  readonly within: number;
}

const OWNERS = 8;
const HOLD = "do-not-merge/hold";
const VISIBLE_MS = 300_000;
const NOT_LOOKED = "has not looked yet";
const plugins = `plugins:\n${Array.from({ length: OWNERS }, (_, index) => `  org${index}: { plugins: [hold, lgtm] }\n`).join("")}`;

/** Webhooks that did not arrive, in the four ways in which that happens; nobody sends them again but GitHub, when asked. */
export const t4 = proof<Params>({
  id: "T4",
  promise: "what came while the server could not take it is visible once, within 5 min of its return (P3)",
  short: { down: 10_000, rate: 10, within: 60_000 },
  long: { down: 60_000, rate: 25, within: 300_000 },
  mutants: [mutants.neverCatchesUp, mutants.neverDoubts],
  async run({ down, rate, within }, rig) {
    const github = await startGitHub(rig, { hookTimeout: 2_000 });
    const each = Math.ceil((down / 1_000) * rate);
    const stage = await openStage(rig, github, each * 4 + 20);
    for (const [name, outage] of Object.entries(outages)) {
      await stage.talk(5, 1_000);
      await stage.settle(within);
      await outage(stage, () => stage.talk(each, down));
      const took = await stage.settle(within);
      stage.slowest = Math.max(stage.slowest, took);
      const how = stage.unsettled > 0 ? "NOT all" : "all";
      rig.say(`${name}: ${how} visible ${Math.round(took / 1_000)} s after the return`);
      // What is missing for good would be waited for in each of the others, and tell the same.
      if (stage.unsettled > 0) break;
    }
    return judge(stage, each * 3);
  },
});

type Outage = (stage: Stage, talk: () => Promise<void>) => Promise<void>;

const outages: Readonly<Record<string, Outage>> = {
  async "killed, and away"(stage, talk) {
    await stage.bot.end("SIGKILL");
    await talk();
    await stage.start();
  },
  async "refused by what stands before it"(stage, talk) {
    await stage.github.order("refuseHooks", { status: 503 });
    await talk();
    await stage.listen();
  },
  async "standing still"(stage, talk) {
    stage.bot.child.kill("SIGSTOP");
    await talk();
    stage.bot.child.kill("SIGCONT");
  },
  async "restored from a backup"(stage, talk) {
    const [data, copy] = [join(stage.home.directory, "data"), join(stage.home.directory, "backup")];
    await stage.bot.end("SIGTERM");
    cpSync(data, copy, { recursive: true });
    await stage.start();
    await talk();
    await stage.bot.end("SIGTERM");
    rmSync(data, { recursive: true });
    cpSync(copy, data, { recursive: true });
    await stage.start();
  },
};

/** People, a server and its GitHub, whose time passes together. */
class Stage {
  readonly github: GitHub;
  readonly home: Home;
  readonly time: SharedTime;
  bot: BotProcess;
  /** Milliseconds of the server's time. */
  slowest = 0;
  unsettled = 0;
  said = 0;
  /** What the servers printed. */
  output = "";
  /** What it answered at `/readyz` after each outage. */
  told = "";
  private readonly rig: Rig;
  private readonly waiting: (readonly [repo: string, number: number])[];

  constructor(given: Pick<Stage, "github" | "home" | "time" | "bot"> & { rig: Rig; pulls: Stage["waiting"] }) {
    this.rig = given.rig;
    this.github = given.github;
    this.home = given.home;
    this.time = given.time;
    this.bot = given.bot;
    this.waiting = given.pulls;
  }

  async start(): Promise<void> {
    this.output += this.bot.output;
    this.bot = await startBot(this.rig, { ...this.home, env: { ...this.home.env, ...this.time.env } });
    await this.listen();
  }

  async listen(): Promise<void> {
    await this.github.order("deliverTo", { url: `${this.bot.url}/hook`, secret: SECRET });
  }

  /** So many comments, each on a pull request of its own, evenly over so many real milliseconds. */
  async talk(comments: number, ms: number): Promise<void> {
    const begun = performance.now();
    for (let index = 0; index < comments; index++) {
      const [repo, number] = this.waiting[this.said++] ?? ["", 0];
      // The author may not: a comment is the answer, and shows when it was given twice.
      await this.github.order("say", { repo, number, login: "sam", body: "/lgtm\n/hold" });
      await pause(Math.max(0, begun + ((index + 1) * ms) / comments - performance.now()));
    }
  }

  /**
   * Lets time pass until all that was said is answered and the server has looked for what it missed: answers from before a
   * restored backup are there already. Resolves to how long that was, in the server's time.
   */
  async settle(within: number): Promise<number> {
    const [began, passed] = [performance.now(), this.time.passed];
    const answered = async () =>
      (await this.missing()) === 0 && (await this.hasLooked()) && (await this.bot.pending()) === 0;
    if (!(await this.time.rest(this.bot, within, answered))) this.unsettled++;
    const took = performance.now() - began + this.time.passed - passed;
    this.told += (await this.bot.get("/readyz")).text;
    return took;
  }

  private async hasLooked(): Promise<boolean> {
    return !(await this.bot.get("/readyz")).text.includes(NOT_LOOKED);
  }

  async missing(): Promise<number> {
    const seen = new Set((await this.outcomes()).filter(({ answers }) => answers > 0).map(({ at }) => at));
    return this.waiting.slice(0, this.said).filter(([repo, number]) => !seen.has(`${repo}#${number}`)).length;
  }

  async outcomes() {
    const repos = Array.from({ length: OWNERS }, (_, index) => `org${index}/boats`);
    const all = await Promise.all(repos.map((repo) => this.github.order("outcomes", { repo })));
    return all.flatMap((each, index) =>
      each.map((outcome) => ({ ...outcome, at: `${repos[index]}#${outcome.number}` })),
    );
  }
}

async function openStage(rig: Rig, github: GitHub, comments: number): Promise<Stage> {
  const pulls: (readonly [string, number])[] = [];
  for (let index = 0; index < OWNERS; index++) {
    const owner = `org${index}`;
    const labels = [HOLD, "lgtm"];
    const given = { owner, name: "boats", pulls: Math.ceil(comments / OWNERS), labels };
    for (const number of await github.order("stage", given)) pulls.push([`${owner}/boats`, number]);
  }
  const time = new SharedTime(github);
  const env = { GITHUB_LIMITS: "off", ...time.env };
  const home = makeHome(`${rig.directory}/home`, { app: github.app, apiUrl: github.url, plugins, env });
  const stage = new Stage({ rig, github, home, time, bot: await startBot(rig, home), pulls });
  await stage.listen();
  return stage;
}

/** What a server missed that stood still waits in its sockets and may be read in the end; all of the other three outages is lost. */
async function judge(stage: Stage, lost: number) {
  const outcomes = await stage.outcomes();
  const double = outcomes.filter(({ answers }) => answers > 1).length;
  const missing = await stage.missing();
  const attempts = Object.values(await stage.github.order("attempts", {} as never));
  const failed = attempts.filter(({ taken }) => !taken).length;
  const asked = Math.max(0, ...attempts.map((each) => each.asked));
  const output = stage.output + stage.bot.output;
  const gaps = [...output.matchAll(/"gap":"(offline [^"]*)"/g)].map(([, gap]) => gap);
  const recovered = [...output.matchAll(/"recovered":(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
  const slowest = Math.round(stage.slowest / 1_000);
  const broken = [
    ...(missing + stage.unsettled > 0 ? [`${missing} of ${stage.said} were not visible in the end`] : []),
    ...(double > 0 ? [`${double} comments were answered more than once`] : []),
    ...(stage.slowest > VISIBLE_MS ? [`it took ${slowest} s until all was visible`] : []),
    ...(asked > 1 ? [`GitHub was asked ${asked} times to send one again`] : []),
    ...(gaps.length < 3 ? [`the log tells of ${gaps.length} gaps only`] : []),
    ...(recovered < lost ? [`${recovered} of ${lost} were said to be recovered`] : []),
    ...(/offline [^"]* recovered/.test(stage.told) ? [] : ["/readyz does not tell of the gap"]),
    ...(failed < stage.said / 3 ? [`only ${failed} webhooks failed`] : []),
  ];
  const once = stage.said - missing - double;
  return {
    figure: `${stage.said} comments in 4 outages: ${failed} webhooks failed, ${recovered} recovered, ${once} visible once, ${missing} missing, ${double} double; all ≤ ${slowest} s after the return; asked again ≤ ${asked} times`,
    broken,
    numbers: { said: stage.said, failed, recovered, missing, double, slowest, asked },
  };
}
