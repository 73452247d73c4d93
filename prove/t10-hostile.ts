import { proof } from "./proof.ts";
import { attackStrings } from "./rig/attack-strings.ts";
import { type BotProcess, makeHome, startBot, until } from "./rig/bot-process.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { hostileComments, hostileOwners, needsNoAnswer } from "./rig/hostile.ts";
import { reloadHostile } from "./rig/hostile-reloads.ts";
import { LagWatch } from "./rig/lag-watch.ts";
import { holdsLiveText } from "./rig/live-text.ts";
import { mutants } from "./rig/mutants.ts";
import { regexpLiterals } from "./rig/regexp-literals.ts";
import { Sender, signatureOf } from "./rig/sender.ts";

interface Params {
  /** How often the whole corpus is thrown at the one process. */
  readonly rounds: number;
  /** Whether the wall's time is judged as well, which only a machine that does nothing else allows. */
  readonly wall: boolean;
}

const LAG_MS = 200;
const PATTERN_MS = 50;
const GROWTH_MIB = 60;

/** The corpus of hostile texts, files and bodies, again and again, against one process that must not mind. */
export const t10 = proof<Params>({
  id: "T10",
  promise: "no input stops the event loop for 200 ms, grows memory, ends the process or is echoed live (P13)",
  short: { rounds: 1, wall: false },
  long: { rounds: 40, wall: true },
  mutants: [mutants.quadraticScan, mutants.rawEcho],
  async run({ rounds, wall }, rig) {
    const slow = slowPatterns(rig.build.dist);
    const github = await startGitHub(rig);
    const owners = hostileOwners();
    const numbers = await stageHostile(github, owners);
    const env = { GITHUB_LIMITS: "off", PROVE_STEER_TIME: "1" };
    const plugins = "plugins:\n  harbour: { plugins: [approve, assign, hold, label, lgtm, lifecycle, size, help] }\n";
    const home = makeHome(`${rig.directory}/home`, { app: github.app, apiUrl: github.url, plugins, env });
    const bot = await startBot(rig, home);
    const sender = new Sender(8);
    rig.defer(() => sender.close());
    const seen = { live: [] as string[], answers: 0, sent: 0, first: 0, last: 0 };
    const lag = new LagWatch(bot);
    for (let round = 0; round < rounds; round++) {
      seen.sent += await throwCorpus({ github, bot, sender, numbers, round, owners, lag });
      const { rss } = await bot.ask("collect");
      seen.last = rss / 1_048_576;
      if (round === Math.min(2, rounds - 1)) seen.first = seen.last;
      rig.say(`round ${round + 1} of ${rounds}: lag ${lag.cpu.ms} ms, ${Math.round(seen.last)} MiB`);
    }
    const reloads = await reloadHostile(bot, home, plugins, lag);
    for (const number of numbers) {
      const texts = await github.order("texts", { repo: "harbour/boats", number });
      seen.live.push(...texts.filter(holdsLiveText));
      seen.answers += texts.length;
    }
    const dead = Number(/(\d+) dead/.exec((await bot.get("/readyz")).text)?.[1] ?? 0);
    const grown = Math.round(seen.last - seen.first);
    const broken = [
      ...(bot.alive ? [] : ["the process ended"]),
      ...(lag.cpu.ms > LAG_MS ? [`the event loop computed for ${lag.cpu.ms} ms over ${lag.cpu.what}`] : []),
      ...(wall && lag.wall.ms > LAG_MS
        ? [`the event loop stood still for ${lag.wall.ms} ms over ${lag.wall.what}`]
        : []),
      ...reloads.broken,
      ...(grown > GROWTH_MIB ? [`memory grew by ${grown} MiB`] : []),
      ...(seen.answers < 3 ? ["too few answers to look for echoes in"] : []),
      ...(dead > 0 ? [`${dead} deliveries failed for good`] : []),
      ...seen.live.map((text) => `an answer holds live text: ${JSON.stringify(text.slice(0, 200))}`),
      ...slow,
    ];
    return {
      figure: `${seen.sent} hostile inputs and ${reloads.tried} configurations (${reloads.refused} refused), lag ≤ ${lag.cpu.ms} ms (${lag.cpu.what}), by the wall ${lag.wall.ms} ms (${lag.wall.what}), memory +${grown} MiB, ${seen.live.length} of ${seen.answers} answers live, ${slow.length} slow patterns`,
      broken,
      numbers: { inputs: seen.sent, lag: lag.cpu.ms, wallLag: lag.wall.ms, grown },
    };
  },
});

/** Every pattern of the source against strings made to hurt. */
function slowPatterns(dist: string): readonly string[] {
  const strings = attackStrings();
  const found = regexpLiterals(dist);
  const slow = found.flatMap(({ file, pattern }) => {
    // The least of three: somebody else may have the processor.
    const least = (text: string) => Math.min(...[1, 2, 3].map(() => time(pattern, text)));
    const worst = Math.max(...strings.map((text) => (time(pattern, text) > PATTERN_MS ? least(text) : 0)));
    return worst > PATTERN_MS ? [`${file}: ${pattern} takes ${Math.round(worst)} ms`] : [];
  });
  return found.length > 50 ? slow : [...slow, `only ${found.length} patterns were found in the source`];
}

function time(pattern: RegExp, text: string): number {
  pattern.lastIndex = 0;
  const begun = performance.now();
  if (pattern.global) for (const _ of text.matchAll(pattern));
  else pattern.test(text);
  return performance.now() - begun;
}

async function stageHostile(github: GitHub, owners: readonly string[]): Promise<readonly number[]> {
  const labels = ["lgtm", "approved", "do-not-merge/hold", "kind/bug"];
  const numbers = await github.order("stage", {
    owner: "harbour",
    name: "boats",
    pulls: hostileComments().length,
    labels,
  });
  for (const [index, text] of owners.entries()) {
    await github.order("stage", {
      owner: "harbour",
      name: `owned-${index}`,
      pulls: 1,
      labels,
      files: { OWNERS: text },
    });
  }
  return numbers;
}

interface Throw {
  readonly github: GitHub;
  readonly bot: BotProcess;
  readonly sender: Sender;
  readonly numbers: readonly number[];
  readonly round: number;
  readonly owners: readonly string[];
  readonly lag: LagWatch;
}

async function throwCorpus({ github, bot, sender, numbers, round, owners, lag }: Throw): Promise<number> {
  let sent = 0;
  const say = (repo: string, number: number, body: string) =>
    lag.during(`${repo}#${number}`, async () => {
      for (const hook of await github.order("say", { repo, number, login: "mara", body })) {
        const { status } = await sender.send(bot.url, { ...hook, body: Buffer.from(hook.body) });
        if (status !== 202) throw new Error(`a comment was answered ${status}`);
        sent++;
      }
      await until("the input to be done", 120_000, async () => (await bot.pending()) === 0);
    });
  for (const [index, body] of hostileComments().entries()) {
    const number = numbers[index] ?? 1;
    await say("harbour/boats", number, body);
  }
  for (const index of owners.keys()) await say(`harbour/owned-${index}`, 1, "/approve");
  for (const { body, headers } of needsNoAnswer()) {
    const hook = { event: "issue_comment", guid: `bad-${round}-${sent++}`, body };
    const signature = { "x-hub-signature-256": signatureOf(body, "another secret"), ...headers };
    await lag.during(`a body of ${body.length} bytes`, () => sender.send(bot.url, hook, signature));
  }
  return sent;
}
