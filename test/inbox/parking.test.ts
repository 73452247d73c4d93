import { describe, expect, it } from "vitest";
import { type DeliveryHandler, StepFailures } from "../../src/inbox/inbox.ts";
import { copyOf, delivery, openRig, type Rig, settle } from "./rig.ts";

const suspended = new StepFailures([{ step: "lgtm", reason: "suspended", advice: "park" }]);

/** A handler that notes what it ran, and fails for groups that are away. */
function worker(away: Set<string>): { handle: DeliveryHandler; ran: string[] } {
  const ran: string[] = [];
  const handle: DeliveryHandler = async ({ guid, group, attempt }) => {
    ran.push(`${guid} ${attempt}`);
    if (away.has(group)) throw suspended;
  };
  return { handle, ran };
}

async function filled(away: Set<string>): Promise<Rig & { ran: string[] }> {
  const rig = await openRig();
  const { handle, ran } = worker(away);
  rig.inbox.start(handle);
  await rig.inbox.put(delivery("a1", { group: "a", lane: "a#1" }));
  await rig.inbox.idle();
  await rig.inbox.put(delivery("a2", { group: "a", lane: "a#1" }));
  await rig.inbox.put(delivery("a3", { group: "a", lane: "a#2" }));
  await rig.inbox.put(delivery("b1", { group: "b", lane: "b#1" }));
  await rig.inbox.idle();
  return { ...rig, ran };
}

describe("a parked group", () => {
  it("is started no more after one of its steps asked for that, and keeps others from nothing", async () => {
    const { inbox, ran } = await filled(new Set(["a"]));
    expect(ran).toEqual(["a1 1", "b1 1"]);
    expect(inbox.counts()).toMatchObject({ pending: 3, running: 0, waiting: 0, dead: 0 });
    expect(inbox.parking?.groups()).toMatchObject([{ group: "a", reason: "suspended" }]);
  });

  it("runs on in order when it is resumed, without a failure counted", async () => {
    const away = new Set(["a"]);
    const { inbox, ran } = await filled(away);
    away.clear();
    await inbox.parking?.resume("a");
    await inbox.idle();
    expect(ran.filter((one) => one.startsWith("a1") || one.startsWith("a2"))).toEqual(["a1 1", "a1 2", "a2 1"]);
    expect(ran).toContain("a3 1");
    expect(await inbox.find("a1")).toMatchObject({ state: "done", failures: 0 });
    expect(inbox.parking?.groups()).toEqual([]);
  });

  it("outlasts any number of tries and any time", async () => {
    const { inbox, time, ran } = await filled(new Set(["a"]));
    for (let day = 0; day < 20; day++) {
      await inbox.parking?.resume("a");
      await inbox.idle();
      await time.advance(24 * 3_600_000);
    }
    expect(ran.filter((one) => one.startsWith("a1"))).toHaveLength(21);
    expect(await inbox.find("a1")).toMatchObject({ state: "pending", failures: 0 });
  });

  it("is still parked after a restart", async () => {
    const before = await filled(new Set(["a"]));
    const { inbox } = await openRig({ directory: copyOf(before.directory), time: before.time });
    const { handle, ran } = worker(new Set());
    inbox.start(handle);
    await settle();
    expect(ran).toEqual([]);
    await inbox.parking?.resume("a");
    await inbox.idle();
    expect(ran.map((one) => one.slice(0, 2)).sort()).toEqual(["a1", "a2", "a3"]);
  });

  it("ends as dead with the reason when it is buried, and so does what still comes", async () => {
    const { inbox, ran } = await filled(new Set(["a"]));
    await inbox.parking?.bury("a", "uninstalled");
    await inbox.idle();
    await inbox.put(delivery("a4", { group: "a", lane: "a#9" }));
    await inbox.idle();
    expect(ran).toEqual(["a1 1", "b1 1"]);
    const dead = await inbox.dead(9);
    expect(dead.map(({ guid, error }) => `${guid} ${error}`).sort()).toEqual(
      ["a1", "a2", "a3", "a4"].map((guid) => `${guid} uninstalled`),
    );
    expect(inbox.parking?.groups()).toEqual([]);
  });

  it("lets a run that is under way end", async () => {
    const { inbox } = await openRig();
    const ran: string[] = [];
    inbox.start(async ({ guid }) => {
      await inbox.parking?.park("group", "by hand");
      ran.push(guid);
    });
    await inbox.put(delivery("one"));
    await inbox.put(delivery("two"));
    await inbox.idle();
    expect(ran).toEqual(["one"]);
    expect(inbox.counts().pending).toBe(1);
  });
});
