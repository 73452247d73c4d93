import { expect, it } from "vitest";
import { StepFailures } from "../../../src/inbox/inbox.ts";
import { delivery, openRig } from "../rig.ts";

it("keeps a parked delivery through any number of tries and any time", async () => {
  const { inbox, time } = await openRig();
  let ran = 0;
  inbox.start(async () => {
    ran++;
    throw new StepFailures([{ step: "lgtm", reason: "suspended", advice: "park" }]);
  });
  await inbox.put(delivery("a", { group: "a" }));
  await inbox.idle();
  for (let day = 0; day < 20; day++) {
    await inbox.parking?.resume("a");
    await inbox.idle();
    await time.advance(24 * 3_600_000);
  }
  expect(ran).toBe(21);
  expect(await inbox.find("a")).toMatchObject({ state: "pending", failures: 0 });
});
