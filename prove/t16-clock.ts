import type { Fault } from "../src/sandbox/http/faults.ts";
import { proof, type Result } from "./proof.ts";
import { type BotProcess, type Home, makeHome, pause, startBot } from "./rig/bot-process.ts";
import type { Mutant } from "./rig/build.ts";
import { commentOnEach, HOLD } from "./rig/comment-on-each.ts";
import type { FaultMix } from "./rig/fault-mix.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { givenUp } from "./rig/given-up.ts";
import type { Rig } from "./rig/rig.ts";

interface Params {
  /** Comments for each clock and each turn of it. */
  readonly comments: number;
  /** Comments all at once while the clock is turned to and fro. */
  readonly flood: number;
}

const HOUR = 3_600_000;
/** How wrong the server's clock is when it starts; each start sets it back, with work under way. */
const SKEWS: readonly number[] = [HOUR, 90_000, -90_000, -HOUR];
/** How the clock is turned while the server runs. */
const JUMPS: readonly number[] = [HOUR, -HOUR, 90_000, -90_000, -HOUR, HOUR];
const MOST_STUCK = 60_000;
const SILENCE = 600;

const some: readonly (readonly [number, Fault])[] = [
  [0.15, { kind: "html", apply: true }],
  [0.1, { kind: "reset", apply: true }],
  [0.15, { kind: "status", status: 503 }],
  [0.15, { kind: "secondary-limit", status: 429, retryAfter: 2 }],
];
const trouble: FaultMix = { writes: some, reads: [[0.1, { kind: "status", status: 503 }]], tokens: some };
const silence: FaultMix = {
  writes: [[1, { kind: "secondary-limit", status: 403, retryAfter: SILENCE }]],
  reads: [[1, { kind: "secondary-limit", status: 403, retryAfter: SILENCE }]],
};

const believesTheClock: Mutant = {
  name: "takes the system's clock for a measure of time",
  breaks: /rules were broken|stuck/,
  edits: [
    {
      file: "clock.js",
      find: "return { now: () => Math.floor(origin + performance.now()) };",
      replace: "return clock;",
    },
  ],
};
const waitsByTheClock: Mutant = {
  name: "looks at the clock again when a wait is over",
  breaks: /stuck/,
  edits: [
    { file: "inbox/schedule/waiting-room.js", find: "delivery.row = { ...delivery.row, notBefore: 0 };", replace: "" },
  ],
};
const believesTheDisk: Mutant = {
  name: "waits after a restart for what an earlier clock said",
  breaks: /stuck/,
  edits: [
    {
      file: "inbox/schedule/scheduler.js",
      find: "const longestWaitAtStart = 30_000;",
      replace: "const longestWaitAtStart = Infinity;",
    },
  ],
};
const looksByTheClock: Mutant = {
  name: "looks for its comments since a time of its own clock",
  breaks: /more than once/,
  edits: [
    { file: "github/verbs/comment-once.js", find: "Math.min(since, eventAt) - marginMs", replace: "since - marginMs" },
  ],
};

/** A server whose clock is wrong, and set while it runs, beside a GitHub that checks tokens and limits by its own. */
export const t16 = proof<Params>({
  id: "T16",
  promise:
    "a clock that is wrong or set while it runs holds nothing up for a minute, breaks no limit, loses and doubles nothing",
  short: { comments: 6, flood: 110 },
  long: { comments: 40, flood: 300 },
  mutants: [believesTheClock, waitsByTheClock, believesTheDisk, looksByTheClock],
  async run({ comments, flood }, rig) {
    const github = await startGitHub(rig, { enforceLimits: true });
    const owners = SKEWS.length + JUMPS.length + 2;
    const orgs = Array.from({ length: owners }, (_, index) => `  org${index}: { plugins: [hold, lgtm] }\n`).join("");
    const env = { PROVE_STEER_TIME: "1" };
    const home = makeHome(`${rig.directory}/home`, {
      app: github.app,
      apiUrl: github.url,
      plugins: `plugins:\n${orgs}`,
      env,
    });
    const stage = new Stage(rig, github, home);
    for (const skew of SKEWS) {
      await stage.start(skew);
      if (stage.owners > 0) await stage.rests(`started with a clock set back to ${seconds(skew)}`);
      await stage.sends(comments, trouble);
      await stage.goesOn(6_000);
    }
    await stage.rests("the last start");
    for (const jump of JUMPS) {
      await stage.sends(comments, trouble);
      await stage.goesOn(6_000);
      await stage.jumps(jump);
      await stage.rests(`a clock turned by ${seconds(jump)}`);
    }
    await stage.sends(2, silence);
    await stage.goesOn(2_000);
    for (const jump of [HOUR, -2 * HOUR]) {
      await stage.jumps(jump);
      await stage.goesOn(20_000);
    }
    await stage.rests("a silence", SILENCE * 1_000 + MOST_STUCK);
    // What goes out late meets what goes out in time: the minute's limit leaves no room for a second of that.
    stage.step = 200;
    await stage.sends(flood);
    for (let turn = 0; turn < 8; turn++) {
      await stage.jumps(turn % 2 === 0 ? HOUR : -HOUR);
      await stage.goesOn(4_000);
    }
    // Beyond what the hour lets through at once, it lets through one in nine seconds.
    await stage.rests("a flood", flood * 9_000);
    return stage.judge();
  },
});

class Stage {
  owners = 0;
  /** How finely time passes, in milliseconds: a wait ends late by up to so much. */
  step = 1_000;
  private readonly rig: Rig;
  private readonly github: GitHub;
  private readonly home: Home;
  private readonly stuck: string[] = [];
  private bot: BotProcess | undefined;
  private passed = 0;
  private longest = 0;
  private output = "";

  constructor(rig: Rig, github: GitHub, home: Home) {
    this.rig = rig;
    this.github = github;
    this.home = home;
  }

  /** Kills what runs and starts anew, with a clock that is so much ahead of GitHub's. */
  async start(skew: number): Promise<void> {
    await this.bot?.end("SIGKILL");
    this.output += this.bot?.output ?? "";
    const env = { ...this.home.env, PROVE_TIME_OFFSET: String(this.passed + skew) };
    this.bot = await startBot(this.rig, { ...this.home, env });
  }

  async sends(comments: number, mix: FaultMix | null = null): Promise<void> {
    const owner = `org${this.owners++}`;
    await commentOnEach(this.rig, this.github, { owner, comments, mix, url: () => this.running.url });
  }

  async jumps(ms: number): Promise<void> {
    await this.running.ask("jump", ms);
  }

  /** Lets so much time pass, in steps that nothing can hide behind. */
  async goesOn(ms: number): Promise<void> {
    for (let gone = 0; gone < ms; gone += this.step) {
      await this.isStill();
      await this.pass(this.step);
    }
  }

  /** The trouble is over: what is left must be done within so much time. */
  async rests(after: string, within = MOST_STUCK): Promise<void> {
    await this.github.order("faults", { mix: null, seed: 0 });
    const begun = this.passed;
    while ((await this.running.pending()) > 0) {
      await this.isStill();
      const gone = this.passed - begun;
      if (gone > within + 3 * HOUR) throw new Error(`it does not come to rest after ${after}`);
      await this.pass(gone > within ? 60_000 : gone > MOST_STUCK ? 1_000 : this.step);
    }
    const took = this.passed - begun;
    if (within === MOST_STUCK) this.longest = Math.max(this.longest, took);
    if (took > within) this.stuck.push(`stuck for ${seconds(took)} after ${after}`);
    this.rig.say(`${after}: at rest after ${seconds(took)}`);
  }

  async judge(): Promise<Result> {
    const counts = { all: 0, missing: 0, double: 0 };
    for (let index = 0; index < this.owners; index++) {
      for (const { answers, labels } of await this.github.order("outcomes", { repo: `org${index}/boats` })) {
        counts.all++;
        if (answers === 0 || !labels.includes(HOLD)) counts.missing++;
        if (answers > 1) counts.double++;
      }
    }
    const { breaches } = await this.github.order("tally", {} as never);
    const dead = givenUp(this.output + this.running.output);
    const broken = [
      ...this.stuck,
      ...(counts.missing > 0 ? [`${counts.missing} of ${counts.all} were not answered in full`] : []),
      ...(counts.double > 0 ? [`${counts.double} of ${counts.all} were answered more than once`] : []),
      ...dead.slice(0, 5).map((reason) => `a delivery was given up: ${reason}`),
      ...(breaches.length > 0 ? [`${breaches.length} rules were broken, first: ${breaches[0]}`] : []),
    ];
    const turns = `${SKEWS.length} clocks, ${JUMPS.length} turns and a flood between turns`;
    return {
      figure: `${turns}: ${counts.all} comments, ${counts.missing} missing, ${counts.double} double, ${breaches.length} rules broken, at rest ${seconds(this.longest)} after trouble at most`,
      broken,
      numbers: { comments: counts.all, breaches: breaches.length, longestMs: this.longest },
    };
  }

  private get running(): BotProcess {
    if (this.bot === undefined) throw new Error("no server was started");
    return this.bot;
  }

  /** Waits until nobody has anything to say before time passes. */
  private async isStill(): Promise<void> {
    let before = -1;
    for (let quiet = 0; quiet < 2; ) {
      const { requests, working } = await this.github.order("tally", {} as never);
      quiet = requests === before && working === 0 ? quiet + 1 : 0;
      before = requests;
      await pause(15);
    }
  }

  private async pass(ms: number): Promise<void> {
    this.passed += ms;
    await this.github.order("pass", { ms });
    await this.running.ask("pass", ms);
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}
