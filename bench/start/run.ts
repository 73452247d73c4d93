/**
 * How long the built server takes to be ready, and how much memory it holds: idle, and after deliveries. With `--long`
 * there are 100,000 of them, otherwise 20,000.
 */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { benchmark, type Run } from "../rig/benchmark.ts";
import { buildProduct } from "../rig/build-product.ts";
import { startChild } from "../rig/child-orders.ts";
import { commentDelivery } from "../rig/comment-delivery.ts";
import { drive, wireOf } from "../rig/drive.ts";
import { SECRET, type Server, type ServerOptions, startServer } from "../rig/server-process.ts";
import { median } from "../rig/statistics.ts";
import { commentPlugins, STORED_TEXT, throwawayApp } from "../rig/stored-comments.ts";
import type { TrivialOrders } from "../rig/trivial-servers-child.ts";
import { fillInbox } from "./fill-inbox.ts";

const STARTS = 7;
const PENDING = 10_000;
const DELIVERIES = process.argv.includes("--long") ? 100_000 : 20_000;
/** Below the backlog's ceiling; the next ones come when these are done. */
const AT_ONCE = 2_000;
const CONNECTIONS = 20;

await benchmark("Start and memory", async (run) => {
  const dist = buildProduct(run);
  const trivial = startChild<TrivialOrders>(run, new URL("../rig/trivial-servers-child.ts", import.meta.url));
  const apiUrl = `http://127.0.0.1:${await trivial("github", undefined)}`;
  const options = { dist, app: throwawayApp(), apiUrl, plugins: commentPlugins };
  await starts(run, options);
  await memory(run, options);
});

type Options = Omit<ServerOptions, "home">;

async function starts(run: Run, options: Options): Promise<void> {
  const full = join(run.directory, "full");
  await fillInbox(join(full, "data"), PENDING, STORED_TEXT);
  const [fresh, pending]: [number[], number[]] = [[], []];
  for (let round = 0; round < STARTS; round++) {
    fresh.push(await startOnce(run, { ...options, home: join(run.directory, `fresh-${round}`) }));
    const home = join(run.directory, `full-${round}`);
    cpSync(full, home, { recursive: true });
    pending.push(await startOnce(run, { ...options, home }));
  }
  run.figure("start to ready", median(fresh));
  run.figure("start to ready, 10,000 pending", median(pending));
}

async function startOnce(run: Run, options: ServerOptions): Promise<number> {
  const server = await startServer(run, options);
  await server.stop();
  return server.readyMs;
}

async function memory(run: Run, options: Options): Promise<void> {
  const server = await startServer(run, { ...options, home: join(run.directory, "memory") });
  await pause(2_000);
  run.figure("memory, idle", server.memory().now);
  let sent = 0;
  while (sent < DELIVERIES) {
    await send(server, sent);
    sent += AT_ONCE;
    if (sent % 20_000 === 0) run.note(`${sent} deliveries: ${Math.round(server.memory().now)} MB`);
  }
  await pause(2_000);
  const { now, highest } = server.memory();
  run.figure("memory, after many deliveries", now);
  run.compare(`memory, highest of ${DELIVERIES.toLocaleString("en-US")} deliveries`, highest, "MB");
}

async function send(server: Server, from: number): Promise<void> {
  const requests = Array.from({ length: AT_ONCE }, (_, index) =>
    wireOf(commentDelivery({ body: STORED_TEXT, index: from + index }, SECRET)),
  );
  const { statuses } = await drive({ port: Number(new URL(server.url).port), requests, connections: CONNECTIONS });
  if (statuses.get(202) !== AT_ONCE)
    throw new Error(`not every delivery was accepted: ${JSON.stringify([...statuses])}`);
  await server.idle();
}
