import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openPostgresInbox } from "../../../src/inbox/postgres/open-postgres-inbox.ts";
import { silentLogger } from "../../../src/log.ts";
import { delivery } from "../delivery.ts";

/**
 * One of several replicas: the database, a directory and the length of a lease. It puts what it is sent and answers what
 * became of it. Its effect is a line in the lane's file, which can be looked for and cannot be taken back, like a comment.
 */
const [url = "", directory = "", leaseMs = "0"] = process.argv.slice(2);
const inbox = await openPostgresInbox({
  url,
  log: silentLogger(),
  leaseMs: Number(leaseMs),
  limits: { crashes: 1_000 },
});

/** Longer than a write takes to show. */
const settleMs = 300;
const fileOf = (lane: string) => join(directory, lane);
const isThere = (lane: string, guid: string) =>
  existsSync(fileOf(lane)) && readFileSync(fileOf(lane), "utf8").includes(`${guid}\n`);

async function write(lane: string, guid: string): Promise<void> {
  const { state } = await inbox.effects.begin(guid);
  if (state === "done") return;
  if (state === "unknown") {
    await pause(settleMs);
    const found = isThere(lane, guid);
    await inbox.effects.settle(guid, found ? "done" : "refused");
    return found ? undefined : write(lane, guid);
  }
  // On its way, as a request is: whoever is stopped here comes back when another one has written.
  await pause(30);
  inbox.mustHold();
  appendFileSync(fileOf(lane), `${guid}\n`);
  await inbox.effects.settle(guid, "done");
}

inbox.start(async ({ guid, lane, doneSteps }, { finishStep }) => {
  if (!doneSteps.has("write")) await write(lane, guid);
  await finishStep("write");
});

process.on("message", async ({ guid, lane }: { guid: string; lane: string }) => {
  const result = await inbox.put(delivery(guid, { lane, group: lane })).catch((error: Error) => error.message);
  process.send?.({ guid, result });
});
process.send?.({ guid: "", result: "ready" });
