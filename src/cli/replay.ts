import { randomUUID } from "node:crypto";
import { Command } from "commander";
import type { Delivery } from "../bot/delivery.ts";
import { groupKey, orderingKey } from "../bot/events/ordering-key.ts";
import { dryRun } from "../compose/compose-dry-run.ts";
import { deliberateGuid, REPLAY_HOOK } from "../compose/deliberate-replay.ts";
import { loadEnvFile } from "../environment/load-env-file.ts";
import { readEnvironment, type ServeSettings } from "../environment.ts";
import type { StoredRow } from "../inbox/store.ts";
import { silentLogger } from "../log.ts";
import { oneLine } from "./one-line.ts";
import { readPayloadFile } from "./payload-file.ts";
import { print } from "./print.ts";
import { formatDead, formatRow } from "./replay/format-deliveries.ts";
import { formatPlan } from "./replay/format-plan.ts";
import { openDesk } from "./replay/open-desk.ts";
import type { ReplayDesk } from "./replay/replay-desk.ts";
import { serverAddress } from "./replay/server-address.ts";
import { sendDelivery } from "./send.ts";

interface Given {
  readonly list?: boolean;
  readonly show?: boolean;
  readonly file?: string;
  readonly event?: string;
  readonly fresh?: boolean;
  readonly dryRun?: boolean;
  readonly dataDir?: string;
  readonly server?: string;
}

const HELP = `
While the server runs, it is asked over loopback, signed with WEBHOOK_SECRET, and a replayed delivery runs at once. While
it does not, the inbox's file is used itself, and a replayed delivery runs when the server starts next.

A replay runs the steps that have not ended; --fresh runs all of them. --dry-run reads GitHub with the environment's
credentials, prints the writes it would make, makes none and remembers nothing. It does not know what the server
remembers, so a real replay may write less: no comment of an earlier run twice, and nothing that a later word in the
thread took back.

Examples:
  bowsprit replay --list
  bowsprit replay 72d3162e-cc78-11e3-81ab-4c9367dc0958 --dry-run --fresh
  bowsprit replay --file comment.json --event issue_comment --dry-run`;

/** `bowsprit replay`: a delivery again, or what it would do; anything but success is an error with one sentence. */
export function replayCommand(): Command {
  return new Command("replay")
    .description("run a stored or given delivery again, or show what it would write")
    .argument("[guid]", "the delivery's GUID, as GitHub and the log name it")
    .option("--list", "show the dead deliveries, each with its reason")
    .option("--show", "show the delivery and its steps, and run nothing")
    .option("--file <payload>", "a JSON file instead of a stored delivery")
    .option("--event <name>", "with --file: the X-GitHub-Event header, for example issue_comment")
    .option("--fresh", "run every step again, the ended ones too")
    .option("--dry-run", "print the writes to GitHub and make none")
    .option("--data-dir <directory>", "the server's data directory (default: DATA_DIR, or data)")
    .option("--server <address>", "the running server's address (default: from HOST and PORT)")
    .addHelpText("after", HELP)
    .action(async (guid: string | undefined, given: Given) => {
      loadEnvFile();
      print(await run(guid, given));
    });
}

/** Does what was asked for and answers what to print; rejects with one sentence. */
async function run(guid: string | undefined, given: Given): Promise<string> {
  if ([guid, given.list, given.file].filter(Boolean).length !== 1) {
    throw new Error("say what to replay: a GUID, --list, or --file with --event");
  }
  if (given.file !== undefined) return replayFile(given.file, given);
  return atDesk(given, (desk) => (guid === undefined ? listDead(desk) : replayStored(desk, guid, given)));
}

async function listDead(desk: ReplayDesk): Promise<string> {
  return formatDead(await desk.dead());
}

async function replayStored(desk: ReplayDesk, guid: string, given: Given): Promise<string> {
  if (given.show || given.dryRun) {
    const row = await desk.find(guid);
    if (row === undefined) throw unknown(guid);
    return given.dryRun ? plan(deliveryOf(row, given)) : formatRow(row);
  }
  const result = await desk.replay(guid, given.fresh ?? false);
  if (result === "unknown") throw unknown(guid);
  if (result === "pending") throw new Error(`${guid} has not ended yet: it runs by itself`);
  if (result === "pruned") throw bodyGone(guid);
  return `${guid} is replayed: it ${desk.runs}.`;
}

function unknown(guid: string): Error {
  return new Error(`no delivery ${guid} is in the inbox; bowsprit replay --list shows the dead ones`);
}

function bodyGone(guid: string): Error {
  return new Error(`the body of ${guid} was removed by now: ask GitHub to redeliver it, or use --file`);
}

function deliveryOf(row: StoredRow, { fresh }: Given): Delivery {
  if (row.body === undefined) throw bodyGone(row.guid);
  const done = row.steps.filter(({ state }) => state === "done").map(({ step }) => step);
  const { guid, event, body, receivedAt } = row;
  return { guid, event, body, receivedAt, doneSteps: new Set(fresh ? [] : done) };
}

async function replayFile(file: string, given: Given): Promise<string> {
  const { event } = given;
  if (event === undefined) throw new Error("--file needs --event, for example --event issue_comment");
  const { bytes: body, payload } = readPayloadFile(file);
  const guid = randomUUID();
  if (given.dryRun) return plan({ guid, event, body, receivedAt: Date.now(), doneSteps: new Set() });
  return atDesk(given, async (desk) => {
    if (!("put" in desk)) return post(body, { event, given });
    const place = { hook: REPLAY_HOOK, lane: orderingKey(event, payload), group: groupKey(payload) };
    const result = await desk.put({ ...place, guid, event, body, receivedAt: Date.now() });
    if (result !== "stored") throw new Error(`the inbox did not take the delivery: ${result}`);
    return `${guid} is stored: it ${desk.runs}.`;
  });
}

async function post(body: Buffer, { event, given }: { event: string; given: Given }) {
  const { url, secret } = serverAddress(process.env, given.server);
  const guid = deliberateGuid(body, secret);
  const { status, sentence } = await sendDelivery(body, { event, delivery: guid, url: `${url}/hook`, secret });
  if (status >= 400) throw new Error(`the server at ${url} answered ${status}: ${oneLine(sentence)}`);
  return `${guid} is sent: ${oneLine(sentence)}`;
}

async function plan(delivery: Delivery): Promise<string> {
  const result = await dryRun({ settings: serveSettings(), log: silentLogger() }, delivery);
  const text = formatPlan(result);
  if (result.failures.length > 0) process.exitCode = 1;
  return text;
}

function serveSettings(): ServeSettings {
  const settings = readEnvironment(process.env);
  if (settings.mode === "serve") return settings;
  throw new Error("a dry run reads GitHub: set the server's credentials, as .env.example shows");
}

async function atDesk(given: Given, ask: (desk: Awaited<ReturnType<typeof openDesk>>) => Promise<string>) {
  const desk = await openDesk({
    dataDirectory: given.dataDir ?? (process.env.DATA_DIR?.trim() || "data"),
    databaseUrl: given.dataDir === undefined ? process.env.DATABASE_URL?.trim() || undefined : undefined,
    server: () => serverAddress(process.env, given.server),
  });
  try {
    return await ask(desk);
  } finally {
    await desk.close();
  }
}
