import { describe, expect, it } from "vitest";
import { StepFailures } from "../../src/inbox/inbox.ts";
import { copyOf, delivery, FakeTime, gate, openRig, type Rig, settle, TurnedTime, temporaryDirectory } from "./rig.ts";

const day = 24 * 60 * 60_000;

/** The process dies, or has ended, and another one starts on what it left on disk. */
async function reopen(rig: Rig, options: Parameters<typeof openRig>[0] = {}): Promise<Rig> {
  rig.link.kill();
  return openRig({ ...options, directory: copyOf(rig.directory), time: rig.time });
}

const hour = 60 * 60_000;

const forever = () => gate().opened;

describe("after a crash", () => {
  it("runs what was pending, in its order, from the steps that are missing", async () => {
    const first = await openRig();
    first.inbox.start(async ({ guid }, { finishStep }) => {
      if (guid === "a") return;
      await finishStep("one");
      await forever();
    });
    for (const guid of ["a", "b", "c", "d"]) await first.inbox.put(delivery(guid));
    await settle();
    const second = await reopen(first);
    expect(second.inbox.counts().pending).toBe(3);
    expect(second.inbox.found).toEqual({ loss: undefined, interrupted: 1, quarantined: [] });
    const seen: unknown[] = [];
    second.inbox.start(async ({ guid, attempt, doneSteps, body }) => {
      seen.push([guid, attempt, [...doneSteps], new TextDecoder().decode(body)]);
    });
    await second.inbox.idle();
    expect(seen).toEqual([
      ["b", 2, ["one"], "b"],
      ["c", 1, [], "c"],
      ["d", 1, [], "d"],
    ]);
  });

  it("still knows what it has done", async () => {
    const first = await openRig();
    first.inbox.start(async () => {});
    await first.inbox.put(delivery("a"));
    await first.inbox.idle();
    const second = await reopen(first);
    expect(await second.inbox.put(delivery("a"))).toBe("duplicate");
  });

  it("waits out the rest of a wait", async () => {
    const first = await openRig();
    first.inbox.start(async () => {
      throw new StepFailures([{ step: "a", reason: "429", advice: "backoff", retryAfter: 20_000 }]);
    });
    await first.inbox.put(delivery("a"));
    await settle();
    const second = await reopen(first);
    let ran = 0;
    second.inbox.start(async () => void ran++);
    await second.time.advance(20_000);
    expect([ran, second.inbox.counts()]).toEqual([0, { pending: 1, running: 0, waiting: 1, dead: 0 }]);
    await second.time.advance(500);
    expect([ran, second.inbox.counts().pending]).toEqual([1, 0]);
  });

  it("puts away the delivery that kills the process at its third death, and runs all others", async () => {
    let rig = await openRig();
    const guids = ["a", "poison", "b", "c"];
    for (const guid of guids) await rig.inbox.put(delivery(guid, { lane: guid }));
    const done: string[] = [];
    for (let life = 0; life < 4; life++) {
      // The others are slow enough to be running whenever the poison strikes, unless it runs alone.
      rig.inbox.start(async ({ guid }) => {
        if (guid === "poison") return forever();
        if (rig.inbox.counts().running > 1) return forever();
        done.push(guid);
      });
      await settle();
      rig = await reopen(rig);
    }
    expect(await rig.inbox.dead(10)).toMatchObject([
      { guid: "poison", error: "The process died 3 times while this delivery ran." },
    ]);
    rig.inbox.start(async ({ guid }) => void done.push(guid));
    await rig.inbox.idle();
    expect([...done].sort()).toEqual(["a", "b", "c"]);
  });

  it("lets the others go on beside a suspect that has run alone for a while", async () => {
    let rig = await openRig();
    await rig.inbox.put(delivery("slow", { lane: "slow" }));
    for (let life = 0; life < 2; life++) {
      rig.inbox.start(forever);
      await settle();
      rig = await reopen(rig);
    }
    const begun: string[] = [];
    rig.inbox.start(({ guid }) => {
      begun.push(guid);
      return guid === "slow" ? forever() : Promise.resolve();
    });
    await rig.inbox.put(delivery("new", { lane: "new" }));
    await rig.time.advance(9_999);
    expect(begun).toEqual(["slow"]);
    await rig.time.advance(1);
    expect(begun).toEqual(["slow", "new"]);
  });

  it("is ready with ten thousand pending deliveries, bodies left on disk", async () => {
    const limits = { backlogRows: 20_000 };
    const first = await openRig({ limits });
    const body = new Uint8Array(100);
    const puts = Array.from({ length: 10_000 }, (_, n) =>
      first.inbox.put(delivery(`g${n}`, { lane: `l${n % 700}`, body })),
    );
    await Promise.all(puts);
    const second = await reopen(first, { limits });
    expect(second.inbox.counts().pending).toBe(10_000);
    const latest = new Map<string, number>();
    let ran = 0;
    second.inbox.start(async ({ id, lane }) => {
      expect(id).toBeGreaterThan(latest.get(lane) ?? 0);
      latest.set(lane, id);
      ran++;
    });
    await second.inbox.idle();
    expect([ran, second.inbox.counts().dead]).toEqual([10_000, 0]);
  });
});

describe("drain", () => {
  it("lets runs end, starts nothing more, and leaves the rest pending without blame", async () => {
    const first = await openRig();
    const hold = gate();
    const begun: string[] = [];
    first.inbox.start(async ({ guid }) => {
      begun.push(guid);
      await hold.opened;
    });
    await first.inbox.put(delivery("a"));
    await first.inbox.put(delivery("b"));
    const drained = first.inbox.drain({ graceMs: 8_000 });
    await settle();
    hold.open();
    await drained;
    expect([begun, first.inbox.status().state]).toEqual([["a"], "closed"]);
    const second = await reopen(first);
    expect([second.inbox.found.interrupted, second.inbox.counts().pending]).toEqual([0, 1]);
    expect((await second.inbox.find("a"))?.state).toBe("done");
  });

  it("stops runs after the grace, and even those that do not heed it", async () => {
    const first = await openRig();
    const aborted: string[] = [];
    first.inbox.start(async ({ guid }, { signal }) => {
      if (guid === "deaf") return forever();
      await new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          aborted.push(guid);
          reject(signal.reason);
        });
      });
    });
    await first.inbox.put(delivery("deaf", { lane: "deaf" }));
    await first.inbox.put(delivery("polite", { lane: "polite" }));
    await settle();
    const drained = first.inbox.drain({ graceMs: 8_000 });
    await first.time.advance(7_999);
    expect(aborted).toEqual([]);
    await first.time.advance(1_001);
    await drained;
    expect(aborted).toEqual(["polite"]);
    const second = await reopen(first);
    expect(second.inbox.found.interrupted).toBe(0);
    expect(await second.inbox.find("polite")).toMatchObject({ state: "pending", failures: 0, crashes: 0 });
  });

  it("keeps what is put meanwhile, and refuses afterwards", async () => {
    const first = await openRig();
    first.inbox.start(async () => {});
    const [result] = await Promise.all([first.inbox.put(delivery("a")), first.inbox.drain({ graceMs: 0 })]);
    expect(result).toBe("stored");
    await expect(first.inbox.put(delivery("b"))).rejects.toMatchObject({ reason: "closed" });
    const second = await reopen(first);
    expect(second.inbox.found.interrupted).toBe(0);
    expect(second.inbox.counts().pending).toBe(1);
  });
});

describe("pruning", () => {
  async function finished(options: Parameters<typeof openRig>[0] = {}): Promise<Rig> {
    const rig = await openRig(options);
    rig.inbox.start(async ({ guid }, { finishStep }) => {
      await finishStep("s");
      if (guid.startsWith("dead")) throw new StepFailures([{ step: "d", reason: "404", advice: "never" }]);
    });
    return rig;
  }

  it("drops the bodies of done deliveries after three days and rows after thirty", async () => {
    const { inbox, time } = await finished();
    await inbox.put(delivery("a"));
    await inbox.put(delivery("dead"));
    await time.advance(3 * day - 600_000);
    expect((await inbox.find("a"))?.body).toBeDefined();
    await time.advance(1_200_000);
    expect((await inbox.find("a"))?.body).toBeUndefined();
    expect((await inbox.find("dead"))?.body).toBeDefined();
    expect([await inbox.replay("a"), await inbox.put(delivery("a"))]).toEqual(["pruned", "duplicate"]);
    await time.advance(27 * day);
    expect([await inbox.find("a"), await inbox.find("dead"), inbox.counts().dead]).toEqual([undefined, undefined, 0]);
    expect(await inbox.put(delivery("a"))).toBe("stored");
  }, 60_000);

  it("drops the oldest done bodies early when all take too many bytes", async () => {
    const { inbox, time } = await finished({ limits: { bodyBytes: 2_500 } });
    for (const guid of ["dead", "a", "b", "c"]) await inbox.put(delivery(guid, { body: new Uint8Array(1_000) }));
    await time.advance(600_000);
    const kept = await Promise.all(["dead", "a", "b", "c"].map(async (guid) => (await inbox.find(guid))?.body?.length));
    expect(kept).toEqual([1_000, undefined, undefined, 1_000]);
  });

  it("never touches what is pending", async () => {
    const time = new FakeTime();
    const { inbox } = await openRig({ time, directory: temporaryDirectory(), limits: { bodyBytes: 0 } });
    await inbox.put(delivery("a"));
    time.jump(60 * day);
    await time.advance(600_000);
    expect((await inbox.find("a"))?.body).toBeDefined();
  });
});

describe("a clock that is set back by an hour", () => {
  const failingOnce = (retryAfter: number) => {
    let runs = 0;
    return async () => {
      if (++runs === 1) throw new StepFailures([{ step: "a", reason: "502", advice: "wait", retryAfter }]);
    };
  };

  it.each([5_000, 40_000])("holds up nothing that waits for another try in %i ms", async (retryAfter) => {
    const time = new TurnedTime();
    const { inbox } = await openRig({ time, random: () => 0 });
    inbox.start(failingOnce(retryAfter));
    await inbox.put(delivery("a"));
    await settle();
    time.turn -= hour;
    await time.advance(retryAfter);
    expect(inbox.counts().pending).toBe(0);
  });

  it("does not hold a lane for longer than it was to be held", async () => {
    const time = new TurnedTime();
    const { inbox } = await openRig({ time, random: () => 0 });
    const ran: string[] = [];
    inbox.start(async ({ guid }) => {
      ran.push(guid);
      const retryAfter = ran.length === 1 ? 5_000 : 600_000;
      if (guid === "a") throw new StepFailures([{ step: "a", reason: "502", advice: "wait", retryAfter }]);
    });
    await inbox.put(delivery("a"));
    await inbox.put(delivery("b"));
    await settle();
    time.turn -= hour;
    await time.advance(5_000);
    await time.advance(30_000);
    expect(ran).toEqual(["a", "a", "b"]);
  });

  it("between two processes holds up nothing for half a minute", async () => {
    const time = new TurnedTime();
    const first = await openRig({ time, random: () => 0 });
    first.inbox.start(failingOnce(5_000));
    await first.inbox.put(delivery("a"));
    await settle();
    time.turn -= hour;
    const second = await reopen(first);
    second.inbox.start(async () => {});
    await settle();
    expect(second.inbox.counts().pending).toBe(1);
    await time.advance(30_000);
    expect(second.inbox.counts().pending).toBe(0);
  });
});
