import { describe, expect, it, vi } from "vitest";
import type { FinishedRun } from "../../src/inbox/finished-run.ts";
import { type DeliveryHandler, StepFailures } from "../../src/inbox/inbox.ts";
import { InboxUnavailable } from "../../src/inbox/inbox-unavailable.ts";
import { delivery, gate, openRig, settle } from "./rig.ts";

/** A handler that waits at each delivery until it is let go, and remembers what began. */
function paused() {
  const begun: string[] = [];
  const gates = new Map<string, ReturnType<typeof gate>>();
  const handle: DeliveryHandler = async ({ guid }) => {
    begun.push(guid);
    const here = gate();
    gates.set(guid, here);
    await here.opened;
  };
  const release = async (guid: string) => {
    gates.get(guid)?.open();
    await settle();
  };
  return { begun, handle, release };
}

describe("accepting", () => {
  it("reads bodies back from disk when memory has no room for them", async () => {
    const { inbox, store } = await openRig({ limits: { memoryBytes: 0, running: 1 } });
    const read = vi.spyOn(store, "content");
    const seen: string[] = [];
    inbox.start(async (each) => void seen.push(`${new TextDecoder().decode(each.body)} ${each.attempt}`));
    await Promise.all(["a", "b", "c"].map((guid) => inbox.put(delivery(guid, { lane: guid }))));
    await inbox.idle();
    expect([seen.sort(), read.mock.calls.length]).toEqual([["a 1", "b 1", "c 1"], 2]);
  });

  it("rejects while the disk refuses, loses nothing it accepted and recovers by itself", async () => {
    const { inbox, link, time } = await openRig();
    const { begun, handle, release } = paused();
    inbox.start(handle);
    await inbox.put(delivery("a"));
    link.failure = "SQLITE_FULL";
    await expect(inbox.put(delivery("b"))).rejects.toThrow(InboxUnavailable);
    await release("a");
    expect([inbox.status().state, inbox.counts().pending]).toEqual(["unavailable", 1]);
    link.failure = undefined;
    await time.advance(1_000);
    expect([inbox.status().state, inbox.counts().pending]).toEqual(["open", 0]);
    expect(await inbox.put(delivery("b"))).toBe("stored");
    await release("b");
    expect([begun, (await inbox.find("a"))?.state]).toEqual([["a", "b"], "done"]);
  });

  it("finds out by itself that the disk has room again, without traffic", async () => {
    const { inbox, link, time } = await openRig();
    link.failure = "SQLITE_FULL";
    await expect(inbox.put(delivery("a"))).rejects.toMatchObject({ reason: "disk full" });
    await time.advance(5_000);
    expect(inbox.status().state).toBe("unavailable");
    link.failure = undefined;
    await time.advance(1_000);
    expect(inbox.status().state).toBe("open");
  });

  it("stops accepting for good when the file is found damaged", async () => {
    const { inbox, link } = await openRig();
    link.failure = "SQLITE_CORRUPT";
    await expect(inbox.put(delivery("a"))).rejects.toMatchObject({ reason: "corrupt" });
    link.failure = undefined;
    await expect(inbox.put(delivery("a"))).rejects.toMatchObject({ reason: "corrupt" });
    expect(inbox.status().state).toBe("broken");
  });
});

describe("order", () => {
  it("holds for a delivery that arrives while the one before is still on its way to the disk", async () => {
    const begun: string[] = [];
    const hold = gate();
    const { inbox } = await openRig({
      limits: { running: 1 },
      // The slot is free again, and the large delivery's commit is still under way.
      onFinished: ({ delivery: { guid } }) => {
        if (guid === "first") void inbox.put(delivery("second", { lane: "x" }));
      },
    });
    inbox.start(async ({ guid }) => {
      begun.push(guid);
      if (guid === "first") await hold.opened;
    });
    await inbox.put(delivery("first", { lane: "other" }));
    hold.open();
    // Still in this turn of the event loop: the end of the first is on its way, too, in a commit before.
    for (let tick = 0; tick < 20; tick++) await Promise.resolve();
    await inbox.put(delivery("large", { lane: "x", body: new Uint8Array(9_000_000) }));
    await settle();
    await inbox.idle();
    expect(begun).toEqual(["first", "large", "second"]);
  });

  it("goes on with a lane only when the end of the one before is on disk", async () => {
    const { inbox, link, time } = await openRig();
    const { begun, handle, release } = paused();
    inbox.start(handle);
    await inbox.put(delivery("a"));
    await inbox.put(delivery("b"));
    link.failure = "SQLITE_FULL";
    await release("a");
    expect(begun).toEqual(["a"]);
    link.failure = undefined;
    await time.advance(10_000);
    expect(begun).toEqual(["a", "b"]);
  });
});

describe("steps", () => {
  it("has a finished step on disk when finishStep resolves", async () => {
    const { inbox, link, time } = await openRig();
    let finished = false;
    inbox.start(async (_, { finishStep }) => {
      link.failure = "SQLITE_FULL";
      await finishStep("a");
      finished = true;
    });
    await inbox.put(delivery("x"));
    await settle();
    expect(finished).toBe(false);
    link.failure = undefined;
    await time.advance(1_000);
    expect([finished, (await inbox.find("x"))?.steps]).toEqual([
      true,
      [{ step: "a", state: "done", tries: 0, error: null }],
    ]);
  });
});

describe("trying again", () => {
  it("waits longer each time and gives up after ten tries", async () => {
    const { inbox, time } = await openRig();
    const begun: number[] = [];
    const start = time.now();
    inbox.start(async () => {
      begun.push(time.now() - start);
      throw new StepFailures([{ step: "a", reason: "502", advice: "backoff" }]);
    });
    await inbox.put(delivery("x"));
    await time.advance(24 * 60 * 60_000);
    const gaps = begun.slice(1).map((at, index) => at - (begun[index] ?? 0));
    expect(gaps).toEqual([500, 2_500, 12_500, 60_000, 300_000, 300_000, 300_000, 300_000, 300_000]);
    expect(await inbox.dead(10)).toMatchObject([{ guid: "x", error: "a: 502 (given up after 10 tries)" }]);
    await inbox.idle();
  });

  it("tries once more when a handler breaks in an unforeseen way", async () => {
    const { inbox, time } = await openRig();
    let runs = 0;
    inbox.start(async () => {
      runs++;
      throw new TypeError("x is undefined");
    });
    await inbox.put(delivery("x"));
    await time.advance(60_000);
    expect([runs, await inbox.dead(10)]).toMatchObject([2, [{ guid: "x", error: "TypeError: x is undefined" }]]);
  });

  it("does not hold the store's own trouble against the delivery", async () => {
    const { inbox, time } = await openRig();
    let runs = 0;
    inbox.start(async () => {
      if (runs++ < 20) throw new InboxUnavailable("io", "the disk is away");
    });
    await inbox.put(delivery("x"));
    await time.advance(3_600_000);
    expect(runs).toBe(21);
    expect(await inbox.find("x")).toMatchObject({ state: "done", failures: 0 });
  });

  it("comes back no earlier than it was asked to", async () => {
    const { inbox, time } = await openRig();
    let runs = 0;
    inbox.start(async () => {
      if (runs++ === 0) throw new StepFailures([{ step: "a", reason: "429", advice: "backoff", retryAfter: 20_000 }]);
    });
    await inbox.put(delivery("x"));
    await time.advance(19_999);
    expect([runs, inbox.counts().waiting]).toEqual([1, 1]);
    await time.advance(1_000);
    expect([runs, inbox.counts().pending]).toEqual([2, 0]);
  });

  it("holds back its lane for 30 seconds, then lets it pass and says so", async () => {
    const { inbox, time, lines } = await openRig();
    const begun: string[] = [];
    inbox.start(async ({ guid, attempt }) => {
      begun.push(guid);
      if (guid !== "a" || attempt > 1) return;
      throw new StepFailures([{ step: "s", reason: "429", advice: "backoff", retryAfter: 100_000 }]);
    });
    await inbox.put(delivery("a"));
    await inbox.put(delivery("b"));
    await time.advance(29_999);
    expect(begun).toEqual(["a"]);
    await time.advance(1);
    expect(begun).toEqual(["a", "b"]);
    expect(lines.filter(({ msg }) => msg.startsWith("out of order"))).toMatchObject([{ delivery: "b" }]);
    await time.advance(80_000);
    expect(begun).toEqual(["a", "b", "a"]);
    await inbox.idle();
  });

  it("counts all its waits towards the time it may hold back its lane", async () => {
    const { inbox, time } = await openRig();
    const begun: string[] = [];
    inbox.start(async ({ guid }) => {
      begun.push(guid);
      if (guid === "a") throw new StepFailures([{ step: "s", reason: "429", advice: "backoff", retryAfter: 12_000 }]);
    });
    await inbox.put(delivery("a"));
    await inbox.put(delivery("b"));
    await time.advance(29_999);
    expect(begun).toEqual(["a", "a", "a"]);
    await time.advance(1);
    expect(begun).toEqual(["a", "a", "a", "b"]);
  });

  it("stops a run at its time and gives it up when it does not heed", async () => {
    const { inbox, time } = await openRig({ limits: { runMs: 1_000, abandonMs: 500, laneHoldMs: 0 } });
    const aborted: boolean[] = [];
    inbox.start(async ({ guid }, { signal }) => {
      if (guid === "b") return;
      signal.addEventListener("abort", () => aborted.push(true));
      await gate().opened;
    });
    await inbox.put(delivery("a"));
    await inbox.put(delivery("b"));
    await time.advance(1_000);
    expect([aborted, (await inbox.find("b"))?.state]).toEqual([[true], "pending"]);
    await time.advance(60_000);
    expect([(await inbox.find("b"))?.state, (await inbox.find("a"))?.state]).toEqual(["done", "dead"]);
  });
});

describe("the observer", () => {
  it("hears of every run, and its own failure harms nothing", async () => {
    const runs: FinishedRun[] = [];
    const { inbox, time, lines } = await openRig({
      onFinished(run) {
        runs.push(run);
        throw new Error("metrics are broken");
      },
    });
    inbox.start(async ({ attempt }) => {
      time.jump(7);
      if (attempt === 1) throw new StepFailures([{ step: "a", reason: "502", advice: "once" }]);
    });
    await inbox.put(delivery("a"));
    await time.advance(60_000);
    expect(runs.map(({ outcome, durationMs, delivery: { attempt } }) => [outcome, durationMs, attempt])).toEqual([
      ["retry", 7, 1],
      ["done", 7, 2],
    ]);
    expect([inbox.counts().pending, lines.at(-1)?.msg]).toEqual([0, "the observer of finished deliveries failed"]);
  });
});
