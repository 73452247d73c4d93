import { statSync } from "node:fs";
import { join } from "node:path";
import { proof } from "./proof.ts";
import { type BotProcess, makeHome, pause, type Sight, startBot, until } from "./rig/bot-process.ts";
import type { Mutant } from "./rig/build.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { readInbox } from "./rig/inbox-file.ts";
import type { Rig } from "./rig/rig.ts";
import { pushHook, type Reply, Sender } from "./rig/sender.ts";
import { trendOf } from "./rig/trend.ts";

interface Params {
  /** Not judged: caches and pools fill, and what runs often is compiled, so that more is sent meanwhile. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Between two measurements, each after garbage was collected. */
  readonly everySeconds: number;
}

const RATE = 50;
/** A second, as the pushes. */
const COMMANDS = 0.1;
/** How much more is sent and said while it warms up. */
const HASTE = 4;
const PULLS = 20;
const MIB = 1024 * 1024;
const RSS_MIB = 300;
const WAL_MIB = 64;

/**
 * One MiB an hour is what P11 allows; over a shorter time less cannot be told from noise than these. Code that Node compiles
 * while functions become hot is judged by itself: in snapshots of a run nothing else had grown, and it comes to an end.
 */
const HEAP = { anHour: MIB, least: 0.5 * MIB };
const CODE = { anHour: MIB, least: 2 * MIB };
const RSS = { anHour: MIB, least: 8 * MIB };
const THINGS = { anHour: 0, least: 1 };

const leaksMemory: Mutant = {
  name: "remembers every delivery it ever took",
  breaks: /^the heap grew/,
  edits: [
    {
      file: "inbox/admission.js",
      find: "return await putting;",
      replace:
        "(globalThis.kept ??= []).push({ at: new Date(), name: String(Math.random()), tags: Array(16).fill(0) }); return await putting;",
    },
  ],
};

const leaksThings: Mutant = {
  name: "leaves a timer set and now and then a file open",
  breaks: /^(open descriptors|timers) grew/,
  edits: [
    {
      file: "inbox/admission.js",
      find: "return await putting;",
      replace: `setTimeout(() => {}, 3_600_000);
        if (Math.random() < 0.02) (await import("node:fs")).openSync("/dev/null");
        return await putting;`,
    },
  ],
};

/** Ordinary traffic for a long time; nothing may grow but the file. */
export const t13 = proof<Params>({
  id: "T13",
  promise:
    "at 50 deliveries a second nothing grows: heap without compiled code ≤ 1 MiB/h, descriptors and timers not at all, memory ≤ 300 MiB, log ≤ 64 MiB (P11)",
  short: { warmUpSeconds: 25, seconds: 95, everySeconds: 5 },
  long: { warmUpSeconds: 180, seconds: 1_620, everySeconds: 15 },
  mutants: [leaksMemory, leaksThings],
  async run(params, rig) {
    const github = await startGitHub(rig);
    await github.order("stage", { owner: "harbour", name: "boats", pulls: PULLS, labels: ["do-not-merge/hold"] });
    const plugins = "plugins:\n  harbour: { plugins: [hold] }\n";
    const home = makeHome(`${rig.directory}/home`, { app: github.app, apiUrl: github.url, plugins });
    const bot = await startBot(rig, home);
    const traffic = startTraffic(rig, { bot, github, warmUpSeconds: params.warmUpSeconds });
    const sights = await watch(rig, { bot, log: join(home.directory, "data/inbox/inbox.db-wal"), ...params });
    const replies = await traffic.stop();
    await until("the backlog to be done", 60_000, async () => (await bot.pending()) === 0);
    const stop = await bot.end("SIGTERM");
    const { states } = readInbox(`${home.directory}/data`);
    const accepted = replies.filter(({ fate }) => fate === "accepted").length;
    const done = [...states.values()].filter((state) => state === "done").length;
    const counts = { sent: replies.length, accepted, lost: accepted - done, stopped: stop.code === 0 };
    return judge(sights, counts, params);
  },
});

interface Ends extends Pick<Params, "warmUpSeconds"> {
  readonly bot: BotProcess;
  readonly github: GitHub;
}

interface Traffic {
  stop(): Promise<readonly Reply[]>;
}

/** Pushes, and now and then somebody who holds a pull request or lets it go. */
function startTraffic(rig: Rig, { bot, github, warmUpSeconds }: Ends): Traffic {
  const sender = new Sender(8);
  rig.defer(() => sender.close());
  const replies: Promise<Reply>[] = [];
  const state = { over: false, pushes: 0, said: 0 };
  const begun = performance.now();
  const due = (aSecond: number) => {
    const seconds = (performance.now() - begun) / 1_000;
    return aSecond * (seconds + (HASTE - 1) * Math.min(seconds, warmUpSeconds));
  };
  const push = async () => {
    while (!state.over) {
      const pushes = due(RATE);
      while (state.pushes < pushes) replies.push(sender.send(bot.url, pushHook(state.pushes++)));
      await pause(10);
    }
  };
  const talk = async () => {
    for (; !state.over; await pause(20)) {
      if (due(COMMANDS) < state.said) continue;
      const [number, round] = [1 + (state.said % PULLS), Math.floor(state.said / PULLS)];
      const body = round % 2 === 0 ? "/hold" : "/hold cancel";
      const heard = await github.order("say", { repo: "harbour/boats", number, login: "pat", body });
      for (const said of heard) replies.push(sender.send(bot.url, { ...said, body: Buffer.from(said.body) }));
      state.said++;
    }
  };
  const both = Promise.all([push(), talk()]);
  return {
    async stop() {
      state.over = true;
      await both;
      return Promise.all(replies);
    },
  };
}

interface Measured extends Pick<Sight, "rss" | "timers"> {
  /** The heap without compiled code. */
  readonly heap: number;
  readonly code: number;
  /** Seconds since the warm-up. */
  readonly at: number;
  readonly descriptors: number;
  readonly log: number;
}

async function watch(rig: Rig, given: Params & { bot: BotProcess; log: string }): Promise<readonly Measured[]> {
  const { bot, log, warmUpSeconds, seconds, everySeconds } = given;
  await pause(warmUpSeconds * 1_000);
  const begun = performance.now();
  const found: Measured[] = [];
  for (let next = 0; next <= seconds; next += everySeconds) {
    await pause(Math.max(0, begun + next * 1_000 - performance.now()));
    const { heapUsed, code, rss, timers } = await bot.ask("collect");
    const heap = heapUsed - code;
    const at = (performance.now() - begun) / 1_000;
    found.push({ at, heap, code, rss, timers, descriptors: bot.descriptors, log: statSync(log).size });
    if (next % 60 < everySeconds)
      rig.say(`${Math.round(at)} s: heap ${mib(heap)}, code ${mib(code)}, memory ${mib(rss)}`);
  }
  return found;
}

interface Counts {
  readonly sent: number;
  readonly accepted: number;
  readonly lost: number;
  readonly stopped: boolean;
}

function judge(sights: readonly Measured[], { sent, accepted, lost, stopped }: Counts, { seconds }: Params) {
  const times = sights.map(({ at }) => at);
  const trend = (of: (sight: Measured) => number) => trendOf(times, sights.map(of));
  const most = (of: (sight: Measured) => number) => Math.max(...sights.map(of));
  const [heap, rss] = [trend((sight) => sight.heap), trend((sight) => sight.rss)];
  const [descriptors, timers] = [trend((sight) => sight.descriptors), trend((sight) => sight.timers)];
  const over = (found: { atLeast: number }, { anHour, least }: { anHour: number; least: number }) =>
    found.atLeast > Math.max(least, (anHour * seconds) / 3_600);
  const code = trend((sight) => sight.code);
  const [memory, log] = [most((sight) => sight.rss), most((sight) => sight.log)];
  const broken = [
    ...(over(heap, HEAP) ? [`the heap grew by ${mib(heap.growth)} in ${seconds} s`] : []),
    ...(over(code, CODE) ? [`compiled code grew by ${mib(code.growth)} in ${seconds} s`] : []),
    ...(over(rss, RSS) ? [`memory grew by ${mib(rss.growth)} in ${seconds} s`] : []),
    ...(over(descriptors, THINGS) ? [`open descriptors grew by ${Math.round(descriptors.growth)}`] : []),
    ...(over(timers, THINGS) ? [`timers grew by ${Math.round(timers.growth)}`] : []),
    ...(memory > RSS_MIB * MIB ? [`memory reached ${mib(memory)}`] : []),
    ...(log > WAL_MIB * MIB ? [`the write-ahead log reached ${mib(log)}`] : []),
    ...(accepted < sent ? [`${sent - accepted} of ${sent} deliveries were not accepted`] : []),
    ...(lost === 0 ? [] : [`${lost} accepted deliveries did not run to their end`]),
    ...(stopped ? [] : ["the last stop was not clean"]),
  ];
  return {
    figure:
      `${accepted} deliveries: heap ${signed(heap.growth)} (at least ${signed(heap.atLeast)}) in ${seconds} s, ` +
      `compiled code beside it ${signed(code.growth)}, memory ≤ ${mib(memory)}, descriptors ≤ ${most((sight) => sight.descriptors)}, timers ≤ ` +
      `${most((sight) => sight.timers)}, log ≤ ${mib(log)}, ${lost} lost`,
    broken,
    numbers: {
      accepted,
      lost,
      heap: heap.growth,
      code: code.growth,
      rss: rss.growth,
      memory,
      log,
      descriptors: descriptors.growth,
    },
  };
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}

function signed(bytes: number): string {
  return `${bytes < 0 ? "" : "+"}${(bytes / MIB).toFixed(2)} MiB`;
}
