/** How fast deliveries are accepted: durably, beside a server that only reads and verifies the same bodies. */
import { join } from "node:path";
import { benchmark, type Run } from "../rig/benchmark.ts";
import { buildProduct } from "../rig/build-product.ts";
import { startChild } from "../rig/child-orders.ts";
import { commentDelivery } from "../rig/comment-delivery.ts";
import { type Driven, drive, wireOf } from "../rig/drive.ts";
import { SECRET, type Server, startServer } from "../rig/server-process.ts";
import { median, quantile } from "../rig/statistics.ts";
import { commentPlugins, STORED_TEXT, throwawayApp, UNWANTED_TEXT } from "../rig/stored-comments.ts";
import type { TrivialOrders } from "../rig/trivial-servers-child.ts";

const CONNECTIONS = 20;
const ROUNDS = 7;
/** Fewer than the backlog holds, so that a machine whose handlers fall behind measures acks and not refusals. */
const EACH = 4_000;

interface Round {
  readonly perSecond: number;
  readonly p99: number;
  readonly handledPerSecond: number;
}

await benchmark(`Acks, 11 KB bodies, ${CONNECTIONS} connections`, async (run) => {
  const dist = buildProduct(run);
  const trivial = startChild<TrivialOrders>(run, new URL("../rig/trivial-servers-child.ts", import.meta.url));
  const bare = await trivial("bare", { secret: SECRET });
  const apiUrl = `http://127.0.0.1:${await trivial("github", undefined)}`;
  const home = join(run.directory, "home");
  const server = await startServer(run, { dist, home, app: throwawayApp(), apiUrl, plugins: commentPlugins });
  const rounds = { bare: [] as Round[], stored: [] as Round[], unwanted: [] as Round[] };
  for (let round = 0; round <= ROUNDS; round++) {
    const measured = {
      bare: await drivenAt(bare, requestsOf(round * 3, STORED_TEXT)),
      stored: await drivenAt(portOf(server), requestsOf(round * 3 + 1, STORED_TEXT), server),
      unwanted: await drivenAt(portOf(server), requestsOf(round * 3 + 2, UNWANTED_TEXT), server),
    };
    run.note(
      `round ${round}: ${Object.entries(measured)
        .map(([name, { perSecond }]) => `${name} ${Math.round(perSecond)}/s`)
        .join(", ")}`,
    );
    // The first one warms up.
    if (round > 0) for (const name of ["bare", "stored", "unwanted"] as const) rounds[name].push(measured[name]);
  }
  report(run, rounds);
  run.compare("memory afterwards", server.memory().now, "MB");
});

function requestsOf(series: number, body: string): readonly Buffer[] {
  return Array.from({ length: EACH }, (_, index) =>
    wireOf(commentDelivery({ body, index: series * EACH + index }, SECRET)),
  );
}

async function drivenAt(port: number, requests: readonly Buffer[], server?: Server): Promise<Round> {
  const begun = performance.now();
  const driven = await drive({ port, requests, connections: CONNECTIONS });
  allAccepted(driven);
  await server?.idle();
  return {
    perSecond: (EACH / driven.elapsedMs) * 1_000,
    p99: quantile(driven.latencies, 0.99),
    handledPerSecond: (EACH / (performance.now() - begun)) * 1_000,
  };
}

function allAccepted({ statuses }: Driven): void {
  if (statuses.get(202) === EACH) return;
  throw new Error(`not every delivery was accepted: ${JSON.stringify([...statuses])}`);
}

/** Shares are taken round by round, because neighbours on the machine come and go. */
function report(run: Run, { bare, stored, unwanted }: Record<"bare" | "stored" | "unwanted", readonly Round[]>): void {
  const middle = (rounds: readonly Round[], of: (round: Round) => number) => median(rounds.map(of));
  const share = (rounds: readonly Round[]) =>
    median(rounds.map(({ perSecond }, index) => perSecond / (bare[index]?.perSecond ?? Number.NaN)));
  run.compare(
    "bare server, reads and verifies",
    middle(bare, (round) => round.perSecond),
    "a second",
  );
  run.figure(
    "durable acks",
    middle(stored, (round) => round.perSecond),
  );
  run.figure("durable acks, share of a bare server's", share(stored));
  run.figure(
    "durable acks, p99 at 20 connections",
    middle(stored, (round) => round.p99),
  );
  run.compare(
    "accepted and handled",
    middle(stored, (round) => round.handledPerSecond),
    "a second",
  );
  run.compare(
    "unwanted comments",
    middle(unwanted, (round) => round.perSecond),
    "a second",
  );
  run.figure("unwanted comments, share of a bare server's", share(unwanted));
}

function portOf({ url }: Server): number {
  return Number(new URL(url).port);
}
