import { describe, expect, it } from "vitest";
import { delivery } from "./rig.ts";
import { storeKinds } from "./stores.ts";

describe.each(await storeKinds())("$name: one delivery that comes a hundred times at once", ({ place }) => {
  it("is kept and run once, and told from another hook's of the same id", async () => {
    const { inbox } = await (await place()).open();
    const ran: string[] = [];
    inbox.start(async ({ guid, hook }) => void ran.push(`${hook} ${guid}`));
    const results = await Promise.all([
      ...Array.from({ length: 100 }, () => inbox.put(delivery("same", { hook: "app:1" }))),
      inbox.put(delivery("same", { hook: "app:2" })),
    ]);
    await inbox.idle();
    const count = (result: string) => results.filter((one) => one === result).length;
    expect([count("stored"), count("duplicate")]).toEqual([2, 99]);
    expect(ran.toSorted()).toEqual(["app:1 same", "app:2 same"]);
    expect(await inbox.put(delivery("same", { hook: "app:1" }))).toBe("duplicate");
    await inbox.idle();
    expect(ran).toHaveLength(2);
  });
});
