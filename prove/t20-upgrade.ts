import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Columns,
  columnsOf,
  contentsOf,
  fixtureVersions,
  layInbox,
  lookInto,
} from "../test/support/inbox-fixtures.ts";
import { proof, skip } from "./proof.ts";
import { type Home, launchBot, makeHome, until } from "./rig/bot-process.ts";
import type { Mutant } from "./rig/build.ts";
import { compileShim, diskEnv, NO_SHIM } from "./rig/disk-shim.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { readInbox } from "./rig/inbox-file.ts";
import type { Rig } from "./rig/rig.ts";

interface Params {
  /** Whether a write that is the last one leaves nothing or its first half. */
  readonly tears: readonly boolean[];
}

const bothOrNothing: Mutant = {
  name: "brings a file forward without a transaction",
  breaks: /^schema \d+, killed .*: (it does not start|the file is of schema)/,
  edits: [
    { file: "inbox/sqlite/schema.js", find: 'sql.exec("begin immediate");', replace: "" },
    { file: "inbox/sqlite/schema.js", find: 'sql.exec("commit");', replace: "" },
  ],
};

const versionFirst: Mutant = {
  name: "writes down the new version before it is there",
  breaks: /^schema \d+, killed .*: it does not start/,
  edits: [
    {
      file: "inbox/sqlite/schema.js",
      find: 'sql.exec("begin immediate");',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a program.
      replace: 'sql.exec(`pragma user_version = ${version}`); sql.exec("begin immediate");',
    },
  ],
};

const takesAnything: Mutant = {
  name: "opens what a newer version wrote",
  breaks: /^newer than known: /,
  edits: [{ file: "inbox/sqlite/schema.js", find: "if (version > steps.length)", replace: "if (false)" }],
};

/** Files of every released schema, killed at every write and sync of the way to the present one. */
export const t20 = proof<Params>({
  id: "T20",
  promise:
    "an upgrade killed anywhere loses nothing and goes on; a store of a newer version is refused with a sentence",
  short: { tears: [false] },
  long: { tears: [false, true] },
  mutants: [bothOrNothing, versionFirst, takesAnything],
  async run({ tears }, rig) {
    const shim = compileShim(rig.directory);
    if (shim === undefined) return skip(NO_SHIM);
    const scene: Scene = { rig, shim, github: await startGitHub(rig), broken: [], kills: 0, starts: 0 };
    for (const version of versions) {
      for (const tear of tears) await killEverywhere(scene, version, tear);
      await refuseNewer(scene, version);
    }
    const { broken, kills, starts } = scene;
    return {
      figure: `schemas ${versions.join(", ")}: killed ${kills} times, started ${starts} times afterwards, ${broken.length} not as promised`,
      broken,
      numbers: { kills, starts, broken: broken.length },
    };
  },
});

interface Scene {
  readonly rig: Rig;
  readonly shim: string;
  readonly github: GitHub;
  readonly broken: string[];
  kills: number;
  starts: number;
}

const versions = fixtureVersions("sqlite");
const LATEST = versions.at(-1) ?? 0;
/** Kills after the present schema was reached: what follows is the work of every start. */
const MORE = 3;
/** A start may have so many writes before it is called endless. */
const MOST = 400;

/** What has to be true in the end, by the GUID of a fixture's delivery. Nobody knows anything against the parked one: its group is asked about at the start. */
const ENDS: Readonly<Record<string, string>> = {
  done: "done",
  dead: "dead",
  retried: "done",
  stepped: "done",
  running: "done",
  released: "done",
  waiting: "done",
  parked: "done",
};

/** A server's directory as a release with this schema left it. */
function lay({ rig, github }: Scene, version: number): { home: Home; inbox: string } {
  const directory = join(rig.directory, "home");
  rmSync(directory, { recursive: true, force: true });
  const plugins = "plugins:\n  harbour: { plugins: [hold] }\n";
  const home = makeHome(directory, { app: github.app, apiUrl: github.url, plugins });
  const inbox = join(directory, "data/inbox");
  // Long enough ago that a second try is due.
  layInbox(inbox, version, Date.now() - 60_000);
  return { home, inbox };
}

async function killEverywhere(scene: Scene, version: number, tear: boolean): Promise<void> {
  for (let killAt = 1, after = 0; after < MORE && killAt < MOST; killAt++) {
    const { home, inbox } = lay(scene, version);
    const before = lookInto(inbox, (sql) => ({ columns: columnsOf(sql), rows: contentsOf(sql, columnsOf(sql)) }));
    const name = `schema ${version}, killed ${tear ? "in" : "before"} call ${killAt}`;
    await killAtCall(scene, home, { killAt, tear });
    const reached = schemaIn(inbox);
    if (reached === LATEST) after++;
    scene.broken.push(...leftBehind(inbox, { name, version, reached, ...before }));
    scene.broken.push(...(await goesOn(scene, home, name)));
  }
}

/** The whole server, until the call that is its last; or until it listens, when it needs no more of them. */
async function killAtCall(scene: Scene, home: Home, disk: { killAt: number; tear: boolean }): Promise<void> {
  const bot = launchBot(scene.rig, { ...home, env: { ...home.env, ...diskEnv(scene.shim, disk) } });
  await Promise.race([bot.ended, bot.listening(20_000).catch(() => undefined)]);
  await bot.end("SIGKILL");
  scene.kills++;
}

function schemaIn(inbox: string): unknown {
  return lookInto(inbox, (sql) => sql.prepare("pragma user_version").first()?.[0]);
}

interface Before {
  readonly name: string;
  readonly version: number;
  readonly reached: unknown;
  readonly columns: Columns;
  readonly rows: readonly string[];
}

/** What a killed start leaves: the old file as it was, one of a schema on the way with the same rows, or the new one. */
function leftBehind(inbox: string, { name, version, reached, columns, rows }: Before): readonly string[] {
  if (typeof reached !== "number" || reached < version) return [`${name}: the file is of schema ${String(reached)}`];
  // Of the present schema it may be at work already.
  if (reached === LATEST) return [];
  const now = lookInto(inbox, (sql) => contentsOf(sql, columns));
  const lost = rows.filter((row) => !now.includes(row)).length;
  return lost === 0 ? [] : [`${name}: ${lost} rows are gone or changed`];
}

/** The next start, with nothing in its way, does the rest. */
async function goesOn(scene: Scene, home: Home, name: string): Promise<readonly string[]> {
  const bot = launchBot(scene.rig, home);
  scene.starts++;
  try {
    await bot.listening(20_000);
  } catch {
    // What it printed tells why.
    await bot.end("SIGKILL");
    return [`${name}: it does not start: ${bot.errors.split("\n", 1)[0]}`];
  }
  const rest = until("the backlog to be done", 15_000, async () => (await bot.pending()) === 0);
  await rest.catch(() => undefined);
  await bot.end("SIGTERM");
  const { states, integrity } = readInbox(join(home.directory, "data"));
  const wrong = Object.entries(ENDS).filter(([guid, end]) => states.get(guid) !== end);
  return [
    ...wrong.map(([guid]) => `${name}: "${guid}" is ${states.get(guid) ?? "gone"} in the end`),
    ...(integrity === "ok" ? [] : [`${name}: the file is damaged: ${integrity}`]),
    ...(bot.output.includes("was damaged or gone") ? [`${name}: the store was set aside`] : []),
  ];
}

/** The file of a version that is still to come; and nothing is spoilt for that version by the attempt. */
async function refuseNewer(scene: Scene, version: number): Promise<void> {
  const { home, inbox } = lay(scene, version);
  const file = join(inbox, "inbox.db");
  const known = readFileSync(file);
  const newer = Buffer.from(known);
  // SQLite keeps `user_version` as a big-endian number at byte 60.
  newer.writeUInt32BE(LATEST + 1, 60);
  writeFileSync(file, newer);
  const bot = launchBot(scene.rig, home);
  await Promise.race([bot.ended, bot.listening(20_000).catch(() => undefined)]);
  const listened = bot.alive;
  const { code } = await bot.end("SIGKILL");
  const sentence = `written by a newer version (schema ${LATEST + 1}, this one knows ${LATEST})`;
  scene.broken.push(
    ...(listened || code === 0 || code === null ? [`newer than known: it started, or ended with ${code}`] : []),
    ...(listened || bot.errors.includes(sentence) ? [] : [`newer than known: it says: ${bot.errors.slice(0, 200)}`]),
    ...(/\n\s+at /.test(bot.errors) ? ["newer than known: it ends with a stack instead of a sentence"] : []),
    ...(readFileSync(file).equals(newer) ? [] : ["newer than known: it changed the file"]),
  );
  writeFileSync(file, known);
  scene.broken.push(...(await goesOn(scene, home, `schema ${version}, after a refusal`)));
}
