import { describe, expect, it } from "vitest";
import { Rush } from "../../../src/inbox/schedule/rush.ts";
import { delivery, FakeTime, openRig } from "../rig.ts";

function rush() {
  const time = new FakeTime();
  const told = { over: 0 };
  const rush = new Rush({ timers: time, crowd: 8, longestMs: 1_000, onOver: () => told.over++ });
  const enter = (count: number) => {
    for (let n = 0; n < count; n++) rush.enter();
  };
  const leave = (count: number) => {
    for (let n = 0; n < count; n++) rush.leave();
  };
  return { time, told, rush, enter, leave };
}

describe("a rush", () => {
  it("begins with the crowd, not before it, and goes on until most of it has arrived and no more came", async () => {
    const { rush: r, time, told, enter, leave } = rush();
    enter(7);
    const before = r.on;
    enter(1);
    const at = r.on;
    leave(5);
    const during = r.on;
    leave(1);
    await time.advance(19);
    const after = r.on;
    await time.advance(1);
    expect([before, at, during, after, r.on, told.over]).toEqual([false, true, true, true, false, 1]);
  });

  it("goes on when more come within a moment, as those do whose answers a commit has let go", async () => {
    const { rush: r, time, told, enter, leave } = rush();
    enter(8);
    for (let commit = 0; commit < 10; commit++) {
      leave(8);
      await time.advance(15);
      enter(8);
    }
    const during = [r.on, told.over];
    leave(8);
    await time.advance(20);
    expect([during, r.on, told.over]).toEqual([[true, 0], false, 1]);
  });

  it("holds nobody up for longer than its limit, however many keep coming", async () => {
    const { rush: r, time, told, enter, leave } = rush();
    enter(20);
    await time.advance(999);
    const before = r.on;
    await time.advance(1);
    enter(20);
    leave(20);
    expect([before, r.on, told.over]).toEqual([true, false, 1]);
  });

  it("may come again when the crowd had gone", async () => {
    const { rush: r, time, told, enter, leave } = rush();
    enter(20);
    await time.advance(1_000);
    leave(20);
    enter(8);
    const soon = r.on;
    leave(8);
    await time.advance(20);
    enter(8);
    const again = r.on;
    leave(8);
    await time.advance(20);
    expect([soon, again, r.on, told.over]).toEqual([false, true, false, 2]);
  });

  it("leaves no timer behind that could end the next one early", async () => {
    const { rush: r, time, enter, leave } = rush();
    enter(8);
    await time.advance(900);
    leave(8);
    await time.advance(20);
    enter(8);
    await time.advance(900);
    expect(r.on).toBe(true);
  });
});

describe("an inbox in a rush", () => {
  const crowd = Array.from({ length: 12 }, (_, index) => `d${index}`);

  it("has all of the crowd on disk before those run that came when it was one, and keeps the order of a lane", async () => {
    const { inbox, time } = await openRig();
    const seen: string[] = [];
    inbox.start(async ({ guid }) => void seen.push(guid));
    const put = crowd.map(async (guid, index) => {
      await inbox.put(delivery(guid, { lane: index < 7 ? guid : "same" }));
      seen.push("on disk");
    });
    await Promise.all(put);
    await time.advance(20);
    await inbox.idle();
    const late = seen.filter((each) => crowd.indexOf(each) >= 7);
    expect([late, seen.lastIndexOf("on disk") < seen.indexOf("d7")]).toEqual([crowd.slice(7), true]);
  });

  it("runs deliveries at once when few arrive together", async () => {
    const { inbox, store } = await openRig();
    const started: boolean[] = [];
    const put = store.put.bind(store);
    store.put = (argument) => {
      started.push(argument.started);
      return put(argument);
    };
    inbox.start(async () => {});
    await Promise.all(["a", "b", "c"].map((guid) => inbox.put(delivery(guid, { lane: guid }))));
    await inbox.idle();
    expect(started).toEqual([true, true, true]);
  });

  it("is over when the disk refuses the crowd: what was accepted before runs", async () => {
    const { inbox, link, time } = await openRig();
    const seen: string[] = [];
    inbox.start(async ({ guid }) => void seen.push(guid));
    link.failure = "SQLITE_FULL";
    const refused = await Promise.allSettled(crowd.map((guid) => inbox.put(delivery(guid, { lane: guid }))));
    link.failure = undefined;
    await time.advance(1_000);
    await inbox.put(delivery("next"));
    await inbox.idle();
    expect([refused.filter(({ status }) => status === "rejected").length, seen]).toEqual([12, ["next"]]);
  });
});
