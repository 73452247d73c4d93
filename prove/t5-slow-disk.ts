import { join } from "node:path";
import { proof, skip } from "./proof.ts";
import { type BotProcess, makeHome, pause, startBot, until } from "./rig/bot-process.ts";
import type { Mutant } from "./rig/build.ts";
import { compileShim, diskEnv, heldMs, NO_SHIM } from "./rig/disk-shim.ts";
import { startFloor } from "./rig/floor.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { readInbox } from "./rig/inbox-file.ts";
import type { Rig } from "./rig/rig.ts";
import { pushHook, quantile, type Reply, Sender } from "./rig/sender.ts";

interface Params {
  /** How much longer each sync of the inbox's files takes, in milliseconds; one run each. */
  readonly syncs: readonly number[];
  readonly seconds: number;
  readonly commands: number;
}

const RATE = 200;
const BURST = 5_000;
const CONNECTIONS = 200;
const HOLD = "do-not-merge/hold";
const LABEL = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";

/** An answer waits for the commit under way and for its own; one of the two may put the log away, which syncs three times more. */
const WAITS = 5;
const ACK = { p99: 100, most: 1_000, burst: 9_000 };
const COMMAND = { p50: 300, p99: 2_000 };
const HELD_MS = 50;

const onMainThread: Mutant = {
  name: "keeps the store in the thread of the event loop",
  breaks: /the event loop waited/,
  edits: [
    {
      file: "inbox/sqlite/sqlite-store.js",
      find: "const link = new WorkerLink(startWorker({ directory, now: clock.now() }));",
      replace: `const { openStoreFiles } = await import("./store-files.js");
        const files = openStoreFiles(directory, clock.now());
        const link = {
          gone: undefined,
          opened: async () => files.loss,
          send: async (calls) => files.run(calls),
          close: async () => files.close(),
        };`,
    },
  ],
};

const commitEach: Mutant = {
  name: "commits every write by itself",
  breaks: /a sender waited \d+ ms more at p99/,
  edits: [{ file: "inbox/sqlite/channel.js", find: "const maxItems = 256;", replace: "const maxItems = 1;" }],
};

/** A disk whose every sync takes long: 200 deliveries a second, commands on an idle server, 5,000 deliveries at once. */
export const t5 = proof<Params>({
  id: "T5",
  promise:
    "a slow disk delays answers by its syncs and nothing else: P4 and P5 hold, the event loop never waits for it",
  short: { syncs: [0, 5, 50], seconds: 10, commands: 12 },
  long: { syncs: [0, 5, 50], seconds: 60, commands: 60 },
  mutants: [onMainThread, commitEach],
  async run({ syncs, seconds, commands }, rig) {
    const shim = compileShim(rig.directory);
    if (shim === undefined) return skip(NO_SHIM);
    const found: Found[] = [];
    for (const syncMs of syncs) {
      found.push(await onDisk({ rig, syncMs, seconds, commands, shim }));
      rig.say(told(found.at(-1)));
      // A disk that is slower still would only take longer to tell the same.
      if (found.some((each) => judge(each).length > 0)) break;
    }
    return {
      figure: found.map(told).join("; "),
      broken: found.flatMap(judge),
      numbers: Object.fromEntries(found.flatMap(numbersOf)),
    };
  },
});

interface Trial extends Omit<Params, "syncs"> {
  readonly rig: Rig;
  readonly syncMs: number;
  readonly shim: string;
}

interface Found {
  readonly syncMs: number;
  readonly steady: readonly Reply[];
  /** The same deliveries at the same time, to a server that does nothing. */
  readonly floor: readonly Reply[];
  readonly burst: readonly Reply[];
  /** Milliseconds from the 202 until the label is there. */
  readonly commands: readonly number[];
  /** Milliseconds that the event loop's thread waited for the disk, all in all. */
  readonly held: number;
  readonly lagMs: number;
  readonly lost: number;
}

async function onDisk({ rig, syncMs, seconds, commands, shim }: Trial): Promise<Found> {
  const github = await startGitHub(rig);
  await github.order("stage", { owner: "harbour", name: "boats", pulls: commands, labels: [HOLD] });
  const plugins = "plugins:\n  harbour: { plugins: [hold] }\n";
  const directory = join(rig.directory, `sync-${syncMs}`);
  const report = `${directory}.held`;
  const env = diskEnv(shim, { syncMs, report });
  const home = makeHome(directory, { app: github.app, apiUrl: github.url, plugins, env });
  const bot = await startBot(rig, home);
  const sender = new Sender(CONNECTIONS);
  rig.defer(() => sender.close());
  const floorUrl = await startFloor(rig);
  const rest = new Sender(CONNECTIONS);
  rig.defer(() => rest.close());
  const [steady, floor] = await Promise.all([
    deliverSteadily(sender, bot.url, seconds),
    deliverSteadily(rest, floorUrl, seconds),
  ]);
  const none = { burst: [], commands: [], lagMs: 0, lost: 0 };
  if (judgeSteady({ syncMs, steady, floor }).length > 0)
    return { syncMs, steady, floor, held: heldMs(report), ...none };
  await until("the backlog to be done", 60_000, async () => (await bot.pending()) === 0);
  const waits = await commandAll({ bot, github, sender, commands });
  const next = steady.length;
  const burst = await Promise.all(Array.from({ length: BURST }, (_, n) => sender.send(bot.url, pushHook(next + n))));
  await until("the backlog to be done", 300_000, async () => (await bot.pending()) === 0);
  const { lagMs } = await bot.ask("look");
  const held = heldMs(report);
  await bot.end("SIGTERM");
  const { states } = readInbox(`${directory}/data`);
  const all = [...steady, ...burst];
  const lost = all.filter(({ fate }, n) => fate === "accepted" && states.get(`prove-${n}`) !== "done").length;
  return { syncMs, steady, floor, burst, commands: waits, held, lagMs, lost };
}

/** So many a second whatever becomes of them, as from a sender that knows nothing of us. */
async function deliverSteadily(sender: Sender, url: string, seconds: number): Promise<readonly Reply[]> {
  const replies: Promise<Reply>[] = [];
  const begun = performance.now();
  while (replies.length < RATE * seconds) {
    const due = ((performance.now() - begun) * RATE) / 1_000;
    while (replies.length < Math.min(due, RATE * seconds)) replies.push(sender.send(url, pushHook(replies.length)));
    await pause(5);
  }
  return Promise.all(replies);
}

interface Talk {
  readonly bot: BotProcess;
  readonly github: GitHub;
  readonly sender: Sender;
  readonly commands: number;
}

/** One after the other, so that each finds the server idle. */
async function commandAll({ bot, github, sender, commands }: Talk): Promise<readonly number[]> {
  const waits: number[] = [];
  for (let number = 1; number <= commands; number++) {
    const [said] = await github.order("say", { repo: "harbour/boats", number, login: "pat", body: "/hold" });
    if (said === undefined) throw new Error("nothing was said");
    await sender.send(bot.url, { ...said, body: Buffer.from(said.body) });
    const taken = Date.now();
    const labels = async () =>
      (await github.order("times", undefined)).filter(({ route, status }) => route === LABEL && status === 200);
    await until("the label", 30_000, async () => (await labels()).length >= number);
    waits.push(Math.max(0, ((await labels()).at(-1)?.at ?? 0) - taken));
    await until("the command to be done", 30_000, async () => (await bot.pending()) === 0);
  }
  return waits;
}

const most = (numbers: readonly number[]) => Math.round(numbers.reduce((one, other) => Math.max(one, other), 0));

function figuresOf({ steady, floor, burst, commands }: Found) {
  const ms = steady.map((reply) => reply.ms);
  return {
    p99: Math.round(quantile(ms, 0.99)),
    most: most(ms),
    floor: Math.round(
      quantile(
        floor.map((reply) => reply.ms),
        0.99,
      ),
    ),
    burst: most(burst.map((reply) => reply.ms)),
    p50Command: Math.round(quantile(commands, 0.5)),
    p99Command: Math.round(quantile(commands, 0.99)),
  };
}

function told(found: Found | undefined): string {
  if (found === undefined) return "";
  const { p99, most, floor, burst, p50Command, p99Command } = figuresOf(found);
  return (
    `sync + ${found.syncMs} ms: answers p99 ${p99} ms (a server that does nothing: ${floor}), max ${most} ms, of ${BURST} at once ≤ ${burst} ms; ` +
    `commands p50 ${p50Command} ms, p99 ${p99Command} ms; event loop waited for the disk ${Math.round(found.held)} ms in all, ${found.lost} lost`
  );
}

/**
 * P4, beyond what the machine needs at that time for a server that does nothing; where the disk alone takes longer than
 * P4 allows, what the disk takes is allowed instead.
 */
function judgeSteady({ syncMs, steady, floor }: Pick<Found, "syncMs" | "steady" | "floor">): readonly string[] {
  const [ms, least] = [steady, floor].map((replies) => replies.map((reply) => reply.ms));
  const p99 = Math.round(quantile(ms ?? [], 0.99) - quantile(least ?? [], 0.99));
  const slowest = most(ms ?? []) - most(least ?? []);
  return [
    ...(p99 > Math.max(ACK.p99, WAITS * syncMs) ? [`sync + ${syncMs} ms: a sender waited ${p99} ms more at p99`] : []),
    ...(slowest > ACK.most ? [`sync + ${syncMs} ms: a sender waited ${slowest} ms more`] : []),
  ];
}

/** P4 and P5. */
function judge(found: Found): readonly string[] {
  const { syncMs, steady, burst: atOnce, held, lost } = found;
  const { burst, p50Command, p99Command } = figuresOf(found);
  const refused = [...steady, ...atOnce].filter(({ fate }) => fate !== "accepted").length;
  const on = `sync + ${syncMs} ms:`;
  return [
    ...judgeSteady(found),
    ...(burst > ACK.burst ? [`${on} of ${BURST} at once one waited ${burst} ms`] : []),
    ...(refused > 0 ? [`${on} ${refused} were not accepted`] : []),
    ...(p50Command > COMMAND.p50 ? [`${on} a command took ${p50Command} ms at p50`] : []),
    ...(p99Command > COMMAND.p99 ? [`${on} a command took ${p99Command} ms at p99`] : []),
    ...(held > HELD_MS ? [`${on} the event loop waited ${Math.round(held)} ms for the disk`] : []),
    ...(lost > 0 ? [`${on} ${lost} accepted deliveries did not run to their end`] : []),
  ];
}

function numbersOf(found: Found): readonly (readonly [string, number])[] {
  const numbers = { ...figuresOf(found), held: Math.round(found.held), lag: Math.round(found.lagMs), lost: found.lost };
  return Object.entries(numbers).map(([name, value]) => [`${name} at ${found.syncMs}`, value]);
}
