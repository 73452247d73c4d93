import { randomUUID } from "node:crypto";
import {
  closeSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sendDelivery } from "../../src/cli/send.ts";
import { DeliveryIds } from "../../src/inbox/sqlite/delivery-ids.ts";
import { openDatabase } from "../../src/inbox/sqlite/open-database.ts";
import { prepareOperations } from "../../src/inbox/sqlite/operations.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { delivery } from "../inbox/delivery.ts";
import { fixtureVersions, layInbox } from "../support/inbox-fixtures.ts";
import { startNode } from "./start-node.ts";
import { type RunningServer, SECRET, type ServerHome, serverHome, startServer } from "./start-server.ts";
import { until } from "./until.ts";

/** More rows than SQLite keeps of the file in memory, so that the next delivery must read what the disk has done to it. */
const ROWS = 20_000;
const LONG = 120_000;

let sandbox: Sandbox;
let home: ServerHome;
let server: RunningServer | undefined;

beforeEach(async () => {
  sandbox = await startSandbox();
  sandbox.world.createOrganization({ login: "harbour", members: {} });
  home = serverHome(sandbox, "plugins:\n  harbour: { plugins: [hold] }\n");
});

afterEach(async () => {
  if (server?.child.exitCode === null && server.child.signalCode === null) await server.end("SIGKILL");
  await sandbox.close();
  home.remove();
});

/** The status that a push is answered with; 0 when nobody answers. */
async function push(to: RunningServer): Promise<number> {
  const owner = { login: "harbour", id: 8, type: "Organization" };
  const repository = {
    id: 9,
    name: "boats",
    full_name: "harbour/boats",
    default_branch: "main",
    private: false,
    owner,
  };
  const payload = {
    ref: "refs/heads/main",
    before: "0".repeat(40),
    after: "a".repeat(40),
    created: false,
    deleted: false,
    forced: false,
    repository,
    sender: { login: "sam", id: 7, type: "User" },
    installation: { id: 1 },
    commits: [],
    pusher: { name: "sam" },
  };
  const options = { event: "push", delivery: randomUUID(), url: `${to.url}/hook`, secret: SECRET };
  return sendDelivery(JSON.stringify(payload), options).then(
    ({ status }) => status,
    () => 0,
  );
}

/** The inbox of somebody who has had it for a while. */
function fill(directory: string): void {
  const { sql } = openDatabase(directory, Date.now());
  const run = prepareOperations(sql, new DeliveryIds(sql));
  sql.exec("begin");
  for (let row = 0; row < ROWS; row++) {
    const body = new Uint8Array(300);
    const given = delivery(randomUUID(), { lane: `lane ${row}`, receivedAt: Date.now(), body });
    const stored = run.put({ delivery: given, started: true, now: Date.now() });
    if (stored.result === "stored")
      run.finish({ id: stored.id, state: "done", error: null, steps: [], now: Date.now() });
  }
  sql.exec("commit");
  sql.prepare("pragma wal_checkpoint(truncate)").all();
  sql.close();
}

/** Everything but the first page becomes nonsense, as when a disk fails. */
function ruin(file: string): void {
  const descriptor = openSync(file, "r+");
  writeSync(descriptor, Buffer.alloc(statSync(file).size - 4_096, 0x5a), 0, undefined, 4_096);
  closeSync(descriptor);
}

it(
  "leaves with exit code 70 when its file turns out to be damaged, and the next start begins anew",
  async () => {
    const inbox = join(home.directory, "data/inbox");
    const before = join(home.directory, "before");
    fill(before);
    // A copy, because this process may keep the file locked for a while after closing it.
    cpSync(before, inbox, { recursive: true });
    const first = await startServer(home);
    server = first;
    ruin(join(inbox, "inbox.db"));
    // What is in memory still may let one or the other through; what cannot be written is refused.
    const refused = () => push(first).then((status) => status === 503);
    await until(refused, { what: "a refusal" });
    const after = await push(first);
    expect([0, 503]).toContain(after);
    expect(await first.ended).toEqual({ code: 70, signal: null });
    expect(first.stdout()).toContain("the inbox is broken: leaving");

    const second = await startServer(home);
    server = second;
    expect(readdirSync(inbox)).toContainEqual(expect.stringMatching(/^inbox\.db\.corrupt-/));
    expect(second.stdout()).toContain("was damaged or gone");
    expect(await push(second)).toBe(202);
    expect(await second.end("SIGTERM")).toEqual({ code: 0, signal: null });
  },
  LONG,
);

it(
  "does not start on a store of a newer version, says so in one sentence and leaves the file as it is",
  async () => {
    const inbox = join(home.directory, "data/inbox");
    const file = join(inbox, "inbox.db");
    layInbox(inbox, fixtureVersions("sqlite").at(-1) ?? 0);
    setVersion(file, 99);
    const before = readFileSync(file);
    const running = startNode("src/main.ts", { cwd: home.directory, env: home.env });
    expect(await running.ended).toEqual({ code: 1, signal: null });
    expect(running.stderr()).toMatch(
      /^bowsprit cannot start: The inbox was written by a newer version \(schema 99, this one knows \d+\); start that version\.\n$/,
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  },
  LONG,
);

/** Data directories that cannot be used, each with how it comes to be. */
const UNUSABLE: readonly [string, (directory: string) => string][] = [
  ["below /proc, where nothing can be made", () => "/proc/bowsprit/data"],
  ["below a file", (directory) => join(directory, "plugins.yaml", "data")],
  [
    "whose file is a directory",
    (directory) => {
      mkdirSync(join(directory, "data/inbox"), { recursive: true });
      writeFileSync(join(directory, "data/inbox/inbox.initialised"), "");
      mkdirSync(join(directory, "data/inbox/inbox.db"));
      return join(directory, "data");
    },
  ],
];

it.each(UNUSABLE)(
  "does not start with a DATA_DIR %s, and says so in one sentence",
  async (_, make) => {
    const env = { ...home.env, DATA_DIR: make(home.directory) };
    const running = startNode("src/main.ts", { cwd: home.directory, env });
    expect(await running.ended).toEqual({ code: 1, signal: null });
    expect(running.stderr()).toMatch(/^bowsprit cannot start: The inbox[^\n]*\.\n$/);
  },
  LONG,
);

/** Writes SQLite's `user_version`, which is a big-endian number at byte 60 of the file. */
function setVersion(file: string, version: number): void {
  const content = readFileSync(file);
  content.writeUInt32BE(version, 60);
  writeFileSync(file, content);
}
