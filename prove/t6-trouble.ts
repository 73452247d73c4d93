import type { Fault } from "../src/sandbox/http/faults.ts";
import { proof, type Result } from "./proof.ts";
import { type BotProcess, type Home, makeHome, pause, startBot } from "./rig/bot-process.ts";
import type { Mutant } from "./rig/build.ts";
import { commentOnEach } from "./rig/comment-on-each.ts";
import type { FaultMix } from "./rig/fault-mix.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { givenUp } from "./rig/given-up.ts";
import { mutants } from "./rig/mutants.ts";
import type { Rig } from "./rig/rig.ts";

interface Params {
  /** Comments for each trouble. */
  readonly comments: number;
  /** Comments all at once on a healthy GitHub, of which an installation may make 80 a minute. */
  readonly flood: number;
}

const POST = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";

/** Everything GitHub may do to a writer; each meets a third of what is asked until it is over. */
const troubles: Readonly<Record<string, Fault>> = {
  "500": { kind: "status", status: 500 },
  "502 page": { kind: "html" },
  "502 page, applied": { kind: "html", apply: true },
  "503": { kind: "status", status: 503 },
  "429 retry-after 1": { kind: "secondary-limit", status: 429, retryAfter: 1 },
  "403 retry-after 60": { kind: "secondary-limit", status: 403, retryAfter: 60 },
  "403 retry-after 3600": { kind: "secondary-limit", status: 403, retryAfter: 3_600 },
  "403 secondary without a time": { kind: "secondary-limit", status: 403 },
  "429 secondary without a time": { kind: "secondary-limit", status: 429 },
  "primary limit, 20 min": { kind: "primary-limit", resetIn: 1_200 },
  "primary limit, reset in the past": { kind: "primary-limit", status: 429, resetIn: -30 },
  reset: { kind: "reset" },
  "reset, applied": { kind: "reset", apply: true },
  hang: { kind: "hang" },
  "hang, applied": { kind: "hang", apply: true },
  truncated: { kind: "truncated" },
  "empty 200": { kind: "empty" },
  slow: { kind: "slow", ms: 300 },
};

const tokensInSilence: Mutant = {
  name: "asks for tokens while the App is to be silent",
  breaks: /rules were broken/,
  edits: [{ file: "github/connection/credentials.js", find: "await limits.admit(", replace: "void (" }],
};

const countsTrouble: Mutant = {
  name: "counts trouble that passes as tries",
  breaks: /missing|was given up/,
  edits: [{ file: "bot/steps/step-failure.js", find: 'return "wait";', replace: 'return "backoff";' }],
};

/** Each trouble alone, then a restart in the middle of a flood, on a GitHub that notes every broken rule. */
export const t6 = proof<Params>({
  id: "T6",
  promise:
    "GitHub's limits hold, also over a restart; no call before retry-after; trouble that passes loses nothing (P8)",
  short: { comments: 3, flood: 100 },
  long: { comments: 40, flood: 700 },
  mutants: [mutants.noSilence, mutants.noContentLimit, tokensInSilence, countsTrouble],
  async run({ comments, flood }, rig) {
    const github = await startGitHub(rig, { enforceLimits: true });
    const names = Object.keys(troubles);
    const plugins = `plugins:\n${[...names, "flood"].map((_, index) => `  org${index}: { plugins: [hold, lgtm] }\n`).join("")}`;
    const env = { PROVE_STEER_TIME: "1" };
    const home = makeHome(`${rig.directory}/home`, { app: github.app, apiUrl: github.url, plugins, env });
    const stage = new Stage({ rig, github, home, bot: await startBot(rig, home) });
    for (const [index, [name, fault]] of Object.entries(troubles).entries()) {
      const mix: FaultMix = { writes: [[0.35, fault]], reads: [[0.2, fault]], tokens: [[0.5, fault]] };
      await stage.sends(`org${index}`, comments, mix);
      await stage.rests();
      rig.say(`${name}: through`);
    }
    await stage.sends(`org${names.length}`, flood);
    for (let kill = 0; kill < 2; kill++) {
      await pause(500);
      await stage.restart();
    }
    // What ran at two deaths has to end before the third one, or it is put away for what it seems to do.
    await stage.rests(flood / 2);
    await stage.restart();
    await stage.rests();
    return judge(stage, names.length + 1);
  },
});

interface Props {
  readonly rig: Rig;
  readonly github: GitHub;
  readonly home: Home;
  bot: BotProcess;
}

class Stage {
  readonly github: GitHub;
  readonly sent = new Map<string, number>();
  /** Time that was made to pass, in milliseconds. */
  passed = 0;
  private earlier = "";
  private readonly props: Props;

  constructor(props: Props) {
    this.props = props;
    this.github = props.github;
  }

  async sends(owner: string, comments: number, mix: FaultMix | null = null): Promise<void> {
    const { github, rig } = this.props;
    await commentOnEach(rig, github, { owner, comments, mix, url: () => this.props.bot.url });
    this.sent.set(owner, comments);
  }

  /** Lets hours go by in moments, until so few are pending: when nobody has anything to say, time passes for both sides. */
  async rests(most = 0): Promise<void> {
    const { github } = this.props;
    let quiet = 0;
    let before = -1;
    let rounds = 0;
    while ((await this.props.bot.pending()) > most) {
      if (rounds++ > 20_000) throw new Error("it does not come to rest");
      const { requests, working } = await github.order("tally", {} as never);
      quiet = requests === before && working === 0 ? quiet + 1 : 0;
      before = requests;
      if (quiet >= 2) await this.pass(quiet > 6 ? 60_000 : 4_000);
      await pause(15);
    }
    await github.order("faults", { mix: null, seed: 0 });
  }

  async restart(): Promise<void> {
    const { bot, rig, home } = this.props;
    await bot.end("SIGKILL");
    this.earlier += bot.output;
    const time = { PROVE_TIME_OFFSET: String(this.passed) };
    this.props.bot = await startBot(rig, { ...home, env: { ...home.env, ...time } });
  }

  /** What the server said of each delivery that it gave up. */
  get givenUp(): readonly string[] {
    return givenUp(this.earlier + this.props.bot.output);
  }

  private async pass(ms: number): Promise<void> {
    this.passed += ms;
    await this.props.github.order("pass", { ms });
    await this.props.bot.ask("pass", ms);
  }
}

async function judge(stage: Stage, owners: number): Promise<Result> {
  const { github } = stage;
  const wrong: string[] = [];
  let all = 0;
  for (let index = 0; index < owners; index++) {
    const outcomes = await github.order("outcomes", { repo: `org${index}/boats` });
    const name = Object.keys(troubles)[index] ?? "flood";
    const missing = outcomes.filter(({ answers }) => answers === 0).length;
    const double = outcomes.filter(({ answers }) => answers > 1).length;
    all += outcomes.length;
    if (missing + double > 0) wrong.push(`${name}: ${missing} missing, ${double} double of ${outcomes.length}`);
  }
  const { breaches } = await github.order("tally", {} as never);
  const times = (await github.order("times", {} as never)).filter(({ route }) => route === POST);
  const broken = [
    ...wrong,
    ...stage.givenUp.slice(0, 5).map((reason) => `a delivery was given up: ${reason}`),
    ...(breaches.length > 0 ? [`${breaches.length} rules were broken, first: ${breaches[0]}`] : []),
  ];
  const hours = (stage.passed / 3_600_000).toFixed(1);
  return {
    figure: `${Object.keys(troubles).length} troubles, ${all} comments, ${breaches.length} rules broken, ${wrong.length} troubles with a loss; ${times.length} posts in ${hours} h of GitHub's time`,
    broken,
    numbers: { troubles: Object.keys(troubles).length, comments: all, breaches: breaches.length },
  };
}
