import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { type OpenInbox, openInbox } from "../../../src/inbox/open-inbox.ts";
import { silentLogger } from "../../../src/log.ts";
import { temporaryDirectory } from "../rig.ts";
import { startChild } from "./child-process.ts";
import { deliveryOf } from "./delivery-of.ts";

const accepting = fileURLToPath(new URL("./accepting.ts", import.meta.url));

/** What was said before the kill, but is not on disk after it. */
async function missing(inbox: OpenInbox, lines: readonly string[]): Promise<string[]> {
  const found = lines.map(async (line) => {
    const [word, guid = ""] = line.split(" ");
    const row = await inbox.find(guid);
    if (word === "step") return row?.steps.some(({ step, state }) => step === "one" && state === "done");
    return row?.body !== undefined && Buffer.from(row.body).equals(deliveryOf(Number(guid.slice(1))).body);
  });
  const kept = await Promise.all(found);
  return lines.filter((_, index) => kept[index] !== true);
}

it("loses nothing it acknowledged and no step it promised, killed at any moment", async () => {
  const directory = temporaryDirectory();
  const said: string[] = [];
  for (let life = 0; life < 5; life++) {
    const child = startChild(["--import", "tsx", accepting, directory, String(life * 1_000_000)]);
    await child.said(200 + life * 37);
    child.process.kill("SIGKILL");
    await child.exited;
    // The last line may have been cut short by the kill.
    said.push(...child.lines.slice(0, -1));
    const inbox = await openInbox({ directory, log: silentLogger(), limits: { crashes: 1_000 } });
    expect(inbox.found.loss).toBeUndefined();
    expect(await missing(inbox, said)).toEqual([]);
    await inbox.drain({ graceMs: 0 });
  }
  const inbox = await openInbox({ directory, log: silentLogger() });
  const again: string[] = [];
  inbox.start(async ({ guid, doneSteps }) => {
    if (doneSteps.has("one")) return;
    again.push(guid);
  });
  await inbox.idle();
  const promised = new Set(said.flatMap((line) => (line.startsWith("step ") ? [line.slice(5)] : [])));
  expect(again.filter((guid) => promised.has(guid))).toEqual([]);
  await inbox.drain({ graceMs: 0 });
}, 60_000);

it("keeps a second process out, which says why and leaves the file alone", async () => {
  const directory = temporaryDirectory();
  const inbox = await openInbox({ directory, log: silentLogger() });
  const child = startChild(["--import", "tsx", accepting, directory]);
  expect(await child.exited).not.toBe(0);
  expect(child.errors()).toMatch(/InboxRefused: Another process has the inbox .* open; only one may run at a time\./);
  expect(await inbox.put(deliveryOf(1))).toBe("stored");
  await inbox.drain({ graceMs: 0 });
}, 30_000);
