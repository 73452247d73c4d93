import { describe, expect, it } from "vitest";
import { MINUTE, openCatchUp, settled } from "../catch-up-rig.ts";
import { copyOf, delivery, FakeTime, openRig } from "../rig.ts";

const at = (time: string) => new FakeTime(Date.parse(`2026-03-04T${time}Z`));

describe("catching up", () => {
  it("recovers what was refused or not answered, oldest first, once, and says what the gap was", async () => {
    const rig = await openRig({ time: at("14:00:00") });
    const { source, catchUp, ran, outcomes, said, time } = await openCatchUp({ rig });
    await time.advance(2 * MINUTE);
    source.sent("one", "none");
    await time.advance(7 * MINUTE);
    source.sent("two", "refused");
    await time.advance(2 * MINUTE);
    expect(ran).toEqual(["one", "two"]);
    expect(outcomes).toEqual(["recovered", "recovered"]);
    expect(catchUp.status()).toBe("offline 14:02 to 14:09, 2 deliveries recovered");
    expect(said.map(({ gap }) => gap)).toEqual([
      "offline at 14:02, 1 delivery recovered",
      "offline at 14:09, 1 delivery recovered",
    ]);
    source.since();
    await time.advance(20 * MINUTE);
    expect(ran).toHaveLength(2);
    expect(source.since()).toEqual([]);
    expect(said).toHaveLength(2);
  });

  it("goes back to the last complete sweep and ten minutes further", async () => {
    const first = await openCatchUp();
    await first.catchUp.stop();
    const time = new FakeTime(first.time.now() + 24 * 60 * MINUTE);
    const rig = await openRig({ directory: copyOf(first.directory), time });
    const { ran } = await openCatchUp({
      rig,
      prepare: (source) => {
        source.sent("too old", "refused", (24 * 60 + 11) * MINUTE);
        source.sent("late", "refused", (24 * 60 + 9) * MINUTE);
        source.sent("down", "none", 12 * 60 * MINUTE);
      },
    });
    expect(ran).toEqual(["late", "down"]);
  });

  it("begins at its very first start with what was sent a moment ago", async () => {
    const { ran } = await openCatchUp({
      prepare: (source) => {
        source.sent("history", "refused", 2 * MINUTE);
        source.sent("fresh", "refused", MINUTE / 2);
      },
    });
    expect(ran).toEqual(["fresh"]);
  });

  it("leaves alone what was taken at any attempt, and what is still under way", async () => {
    const { source, ran, time } = await openCatchUp();
    source.sent("taken later", "refused");
    source.sent("taken later", "ok");
    await time.advance(5 * MINUTE - 10_000);
    source.sent("slow", "none");
    await time.advance(10_000);
    expect(ran).toEqual([]);
    expect(source.since()).toEqual([]);
    await time.advance(5 * MINUTE);
    expect(ran).toEqual(["slow"]);
  });

  it("comes back to what may still be under way within a minute, as at the end of an outage", async () => {
    const { ran, time } = await openCatchUp({
      prepare: (source) => source.sent("just before the start", "none", 5_000),
    });
    expect(ran).toEqual([]);
    await time.advance(MINUTE);
    expect(ran).toEqual(["just before the start"]);
  });

  it("fetches nothing that the inbox knows, and what nobody wants only once", async () => {
    const { inbox, source, ran, time, outcomes } = await openCatchUp();
    await inbox.put(delivery("known"));
    source.sent("known", "none");
    source.sent("plain", "refused");
    await time.advance(12 * MINUTE);
    expect(source.since()).toEqual(["fetch plain"]);
    expect(outcomes).toEqual(["unwanted"]);
    expect(ran).toEqual(["known"]);
  });

  it("keeps nothing twice when a delivery arrives while it is being fetched", async () => {
    const { inbox, source, ran, time, outcomes } = await openCatchUp();
    const fetch = source.fetch.bind(source);
    source.fetch = async (id) => {
      await inbox.put(delivery("racing"));
      return fetch(id);
    };
    source.sent("racing", "refused");
    await time.advance(5 * MINUTE);
    expect(ran).toEqual(["racing"]);
    expect(outcomes).toEqual(["duplicate"]);
  });
});

describe("a delivery the sender does not show", () => {
  it("is asked for once a sweep and five times in all, at most one a second, and then given up", async () => {
    const { source, time, catchUp, outcomes, said } = await openCatchUp();
    for (const guid of ["a", "b", "c"]) {
      source.hidden.add(guid);
      source.sent(guid, "refused");
    }
    await time.advance(5 * MINUTE);
    expect(source.since().filter((one) => one.startsWith("redeliver"))).toEqual(["redeliver a"]);
    await time.advance(1_000);
    expect(source.since()).toEqual(["redeliver b"]);
    await time.advance(1_000);
    expect(source.since()).toEqual(["redeliver c"]);
    await time.advance(60 * MINUTE);
    const asked = source.since().filter((one) => one.startsWith("redeliver"));
    expect(asked).toHaveLength(12);
    expect(outcomes.filter((one) => one === "gone")).toHaveLength(3);
    expect(catchUp.status()).toContain("3 could not be recovered");
    expect(said.filter(({ msg }) => msg === "a delivery could not be recovered")).toHaveLength(3);
  });

  it("is looked for until it is there, however long that takes", async () => {
    const { source, time, ran, outcomes } = await openCatchUp();
    source.hidden.add("shy");
    source.sent("shy", "refused");
    await time.advance(16 * MINUTE);
    source.hidden.clear();
    await time.advance(5 * MINUTE);
    expect(ran).toEqual(["shy"]);
    expect(outcomes).toEqual(["redelivered", "redelivered", "redelivered", "recovered"]);
  });
});

describe("trouble", () => {
  it("with the sender is waited out, each time longer, and nothing is skipped", async () => {
    const { source, time, ran, catchUp, said } = await openCatchUp();
    source.sent("one", "refused");
    source.failure = new Error("502");
    await time.advance(5 * MINUTE);
    expect(catchUp.status()).toContain("tried again");
    source.asked.length = 0;
    await time.advance(15_000 + 30_000);
    expect(source.asked).toEqual(["list", "list"]);
    await time.advance(30 * MINUTE);
    source.failure = undefined;
    await time.advance(6 * MINUTE);
    expect(ran).toEqual(["one"]);
    expect(said.some(({ msg }) => msg.startsWith("could not look"))).toBe(true);
    expect(catchUp.status()).toContain("1 delivery recovered");
    expect(catchUp.status()).not.toContain("tried again");
  });

  it("waits as long as the sender asks", async () => {
    const { source, time } = await openCatchUp();
    source.failure = Object.assign(new Error("429"), { retryAfter: 30 * MINUTE });
    await time.advance(5 * MINUTE);
    source.asked.length = 0;
    await time.advance(29 * MINUTE);
    expect(source.asked).toEqual([]);
    await time.advance(MINUTE);
    expect(source.asked).toEqual(["list"]);
  });

  it("of a full backlog is waited out as well", async () => {
    const rig = await openRig({ limits: { backlogRows: 1 } });
    const { inbox, source, time, ran, catchUp } = await openCatchUp({ rig });
    const full = inbox.parking?.park("other", "to fill it");
    await full;
    await inbox.put(delivery("filler", { group: "other" }));
    source.sent("one", "refused");
    await time.advance(5 * MINUTE);
    expect(ran).toEqual([]);
    await inbox.parking?.resume("other");
    await inbox.idle();
    await settled(catchUp, time);
    expect(ran).toEqual(["filler", "one"]);
  });

  it("leaves the looking to the replica that has the lease", async () => {
    let mine = false;
    const { source, time, ran, catchUp } = await openCatchUp({ lease: () => mine });
    source.sent("one", "refused");
    await time.advance(12 * MINUTE);
    expect(source.asked).toEqual([]);
    expect(catchUp.status()).toBe("another replica looks");
    mine = true;
    await time.advance(6 * MINUTE);
    expect(ran).toEqual(["one"]);
  });
});

describe("an inbox that is older than what was taken", () => {
  it("after a restore gets what it missed, all in doubt, and nothing it knows", async () => {
    const first = await openCatchUp();
    const { source, time } = first;
    await first.inbox.put(delivery("before"));
    await first.inbox.idle();
    source.sent("before", "ok");
    await first.catchUp.stop();
    const backup = copyOf(first.directory);
    for (const guid of ["after 1", "plain", "after 2"]) {
      time.jump(MINUTE);
      source.sent(guid, "ok");
    }
    time.jump(MINUTE);
    const rig = await openRig({ directory: backup, time });
    const later = await openCatchUp({ rig, prepare: (sent) => sent.attempts.push(...source.attempts) });
    expect(later.ran).toEqual(["after 1", "after 2"]);
    expect(later.doubted).toEqual(["after 1", "after 2"]);
    later.source.sent("while up", "ok");
    await time.advance(12 * MINUTE);
    expect(later.ran).toHaveLength(2);
  });

  it("costs one look each at the unwanted deliveries since the newest one it knows", async () => {
    const { source } = await openCatchUp({
      rig: await (async () => {
        const rig = await openRig();
        await rig.inbox.put(delivery("known"));
        return rig;
      })(),
      prepare: (sent) => {
        sent.sent("plain old", "ok", 30_000);
        sent.sent("known", "ok", 20_000);
        sent.sent("plain new", "ok", 10_000);
      },
    });
    expect(source.since()).toEqual(["fetch plain new"]);
  });

  it("after a loss goes back to ten minutes before the last delivery that was taken", async () => {
    const rig = await openRig();
    const lost = {
      ...rig.inbox,
      found: { ...rig.inbox.found, loss: { kind: "missing" as const, detail: "", movedTo: undefined } },
    };
    const { ran, doubted } = await openCatchUp({
      rig: { ...rig, inbox: lost },
      prepare: (sent) => {
        sent.sent("refused and long past", "refused", 26 * 60 * MINUTE);
        sent.sent("just before", "ok", (24 * 60 + 9) * MINUTE);
        sent.sent("last taken", "ok", 24 * 60 * MINUTE);
        sent.sent("down", "none", 12 * 60 * MINUTE);
      },
    });
    expect(ran).toEqual(["just before", "last taken", "down"]);
    expect(doubted).toEqual(ran);
  });
});
