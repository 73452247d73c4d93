import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { proof, type Result } from "./proof.ts";
import { type Home, launchBot, makeHome, startBot, until } from "./rig/bot-process.ts";
import { compileShim, diskEnv } from "./rig/disk-shim.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { readInbox } from "./rig/inbox-file.ts";
import { mutants } from "./rig/mutants.ts";
import { makeReadOnly } from "./rig/read-only.ts";
import type { Rig } from "./rig/rig.ts";
import { pushHook, Sender } from "./rig/sender.ts";

interface Params {
  readonly rounds: number;
}

type Damage = (file: string) => void;

/** What a disk may do to a file while the server is away. */
const damages: Readonly<Record<string, Damage>> = {
  "zeroed header": (file) => patch(file, 0, Buffer.alloc(100)),
  "flipped page": (file) => patch(file, 4_096 + 8, Buffer.alloc(2_000, 0xff)),
  "cut file": (file) => truncateSync(file, Math.floor(statSync(file).size / 8_192) * 4_096),
  "empty file": (file) => writeFileSync(file, ""),
  "missing file": (file) => rmSync(file),
};

/** The file damaged in five ways, a second process on it, a disk and a directory that cannot be written: said, and survived. */
export const t15 = proof<Params>({
  id: "T15",
  promise:
    "a damaged store is set aside and said; a second process and a bad directory are refused with a sentence; a disk that takes no writes is told by a 503",
  short: { rounds: 1 },
  long: { rounds: 10 },
  mutants: [mutants.noCheckOfFile, mutants.ackBeforeCommit],
  async run({ rounds }, rig) {
    const github = await startGitHub(rig);
    const broken: string[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const [name, damage] of Object.entries(damages)) {
        const home = homeOf(rig, github, `${name.replaceAll(" ", "-")}-${round}`);
        broken.push(...(await damaged(rig, home, { name, damage })));
      }
    }
    broken.push(...(await second(rig, homeOf(rig, github, "second"))));
    broken.push(...(await noDirectory(rig, homeOf(rig, github, "nowhere"))));
    const cases = Object.keys(damages).length;
    const tried = ["a second process", "no directory"];
    const readOnly = {
      "a disk that is read-only at the start": () => readOnlyAtStart(rig, homeOf(rig, github, "read-only")),
      "one that becomes so": () => readOnlyAtWork(rig, homeOf(rig, github, "unwritable")),
    };
    for (const [name, attempt] of Object.entries(readOnly)) {
      const found = await attempt();
      if (found === undefined) rig.say(`left out: ${name}`);
      else tried.push(name);
      broken.push(...(found ?? []));
    }
    return result(broken, { cases, rounds, tried });
  },
});

interface Tried {
  readonly cases: number;
  readonly rounds: number;
  readonly tried: readonly string[];
}

function result(broken: readonly string[], { cases, rounds, tried }: Tried): Result {
  const figure = `${cases} kinds of damage × ${rounds}, ${tried.join(", ")}: ${broken.length} not as promised`;
  return { figure, broken, numbers: { cases: cases * rounds, broken: broken.length } };
}

function homeOf(rig: Rig, github: GitHub, name: string): Home {
  const plugins = "plugins:\n  harbour: { plugins: [hold] }\n";
  return makeHome(`${rig.directory}/${name}`, { app: github.app, apiUrl: github.url, plugins });
}

async function deliver(url: string, first: number, count: number): Promise<number> {
  const sender = new Sender(4);
  let accepted = 0;
  for (let number = first; number < first + count; number++) {
    if ((await sender.send(url, pushHook(number))).fate === "accepted") accepted++;
  }
  sender.close();
  return accepted;
}

async function damaged(rig: Rig, home: Home, { name, damage }: { name: string; damage: Damage }) {
  const bot = await startBot(rig, home);
  await deliver(bot.url, 0, 60);
  await until("the backlog to be done", 20_000, async () => (await bot.pending()) === 0);
  await bot.end("SIGTERM");
  const directory = join(home.directory, "data/inbox");
  damage(join(directory, "inbox.db"));
  const again = launchBot(rig, home);
  try {
    await again.listening(20_000);
  } catch {
    // What it printed tells why.
    return [`${name}: it does not start: ${again.errors.split("\n", 1)[0]}`];
  }
  const accepted = await deliver(again.url, 1_000, 20);
  await again.end("SIGTERM");
  const aside = readdirSync(directory).some((file) => file.includes(".corrupt-"));
  const gone = name === "empty file" || name === "missing file";
  return [
    ...(again.output.includes("was damaged or gone") ? [] : [`${name}: the log does not say it`]),
    ...(aside || gone ? [] : [`${name}: the damaged file was not set aside`]),
    ...(accepted === 20 ? [] : [`${name}: only ${accepted} of 20 were accepted afterwards`]),
  ];
}

async function second(rig: Rig, home: Home): Promise<readonly string[]> {
  const first = await startBot(rig, home);
  const other = launchBot(rig, home);
  const { code } = await other.ended;
  const accepted = await deliver(first.url, 0, 10);
  await first.end("SIGTERM");
  return [
    ...(code === 0 ? ["a second process did not fail"] : []),
    ...(/Another process has the inbox/.test(other.errors)
      ? []
      : [`a second process says: ${other.errors.slice(0, 200)}`]),
    ...(/\n\s+at /.test(other.errors) ? ["a second process ends with a stack instead of a sentence"] : []),
    ...(accepted === 10 ? [] : ["the first process was disturbed"]),
  ];
}

/** A file stands where the directory should be: true for root as well. */
async function noDirectory(rig: Rig, home: Home): Promise<readonly string[]> {
  const path = join(home.directory, "in-the-way");
  writeFileSync(path, "");
  chmodSync(path, 0o400);
  const bot = launchBot(rig, { ...home, env: { ...home.env, DATA_DIR: path } });
  const { code } = await bot.ended;
  return [
    ...(code === 0 ? ["it started without a directory"] : []),
    ...(bot.errors.includes("cannot be made") ? [] : [`without a directory it says: ${bot.errors.slice(0, 200)}`]),
    ...(/\n\s+at /.test(bot.errors) ? ["without a directory it ends with a stack instead of a sentence"] : []),
    ...(existsSync(path) && readFileSync(path).length === 0 ? [] : ["it touched the file in the way"]),
  ];
}

/** Refused with a sentence, nothing set aside, and all there once the disk can be written again; undefined where none can be had. */
async function readOnlyAtStart(rig: Rig, home: Home): Promise<readonly string[] | undefined> {
  const before = await startBot(rig, home);
  const accepted = await deliver(before.url, 0, 10);
  await before.end("SIGKILL");
  const directory = join(home.directory, "data/inbox");
  const files = readdirSync(directory).toSorted();
  const giveBack = makeReadOnly(directory);
  if (giveBack === undefined) return undefined;
  const bot = launchBot(rig, home);
  const { code } = await bot.ended.finally(giveBack);
  const after = readdirSync(directory).toSorted();
  const again = await startBot(rig, home);
  await again.end("SIGTERM");
  const { states } = readInbox(`${home.directory}/data`);
  return [
    ...(code === 0 ? ["it started on a read-only disk"] : []),
    ...(/cannot be written \(E[A-Z]+\)/.test(bot.errors)
      ? []
      : [`on a read-only disk it says: ${bot.errors.slice(0, 200)}`]),
    ...(/\n\s+at /.test(bot.errors) ? ["on a read-only disk it ends with a stack instead of a sentence"] : []),
    ...(after.join() === files.join()
      ? []
      : [`a read-only disk holds ${after.join(", ")} instead of ${files.join(", ")}`]),
    ...(accepted === 10 && states.size === 10
      ? []
      : [`${states.size} of ${accepted} are there after a read-only disk`]),
  ];
}

/** 503 while nothing can be written, pages read all the same, and well again by itself; undefined without the shim. */
async function readOnlyAtWork(rig: Rig, home: Home): Promise<readonly string[] | undefined> {
  const shim = compileShim(rig.directory);
  if (shim === undefined) return undefined;
  const refuse = join(home.directory, "refuse");
  const bot = await startBot(rig, { ...home, env: { ...home.env, ...diskEnv(shim, { refuse }) } });
  const before = await deliver(bot.url, 0, 10);
  writeFileSync(refuse, "");
  const meanwhile = await deliver(bot.url, 100, 10);
  const pages = [(await bot.get("/readyz")).status, (await bot.get("/commands")).status];
  rmSync(refuse);
  await until("deliveries to be taken again", 20_000, async () => (await bot.get("/readyz")).status === 200);
  const after = await deliver(bot.url, 200, 10);
  await bot.end("SIGTERM");
  const { states, integrity } = readInbox(`${home.directory}/data`);
  return [
    ...(meanwhile === 0 ? [] : [`${meanwhile} times a disk that takes no writes was not told by a 503`]),
    ...(pages.join() === "503,200" ? [] : [`while nothing can be written, pages are answered ${pages.join(" and ")}`]),
    ...(before + after === 20 && states.size === 20
      ? []
      : [`${states.size} of ${before + after} are there afterwards`]),
    ...(integrity === "ok" ? [] : [`the file is damaged: ${integrity}`]),
  ];
}

function patch(file: string, position: number, bytes: Buffer): void {
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, bytes, 0, bytes.length, position);
  closeSync(descriptor);
}
