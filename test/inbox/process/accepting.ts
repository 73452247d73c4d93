import { writeSync } from "node:fs";
import { openInbox } from "../../../src/inbox/open-inbox.ts";
import { silentLogger } from "../../../src/log.ts";
import { deliveryOf } from "./delivery-of.ts";

/**
 * A process that accepts as fast as it can until it is killed: the directory, then the first number. Each line it says
 * is a delivery it acknowledged or a step it was told is on disk.
 */
const [directory = "", first = "0"] = process.argv.slice(2);
const inbox = await openInbox({ directory, log: silentLogger(), limits: { backlogRows: 1_000_000, crashes: 1_000 } });
inbox.start(async ({ guid }, { finishStep }) => {
  await finishStep("one");
  writeSync(1, `step ${guid}\n`);
});
let next = Number(first);
await Promise.all(
  Array.from({ length: 16 }, async () => {
    for (;;) {
      const delivery = deliveryOf(next++);
      if ((await inbox.put(delivery)) === "stored") writeSync(1, `ack ${delivery.guid}\n`);
    }
  }),
);
