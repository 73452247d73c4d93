import { describe, expect, it, vi } from "vitest";
import type { FinishedRun } from "../../src/inbox/finished-run.ts";
import { type DeliveryHandler, StepFailures, type StoredDelivery } from "../../src/inbox/inbox.ts";
import { InboxUnavailable } from "../../src/inbox/inbox-unavailable.ts";
import { delivery, gate } from "./rig.ts";
import { generousMs, type StoreOptions, storeKinds } from "./stores.ts";

const kinds = await storeKinds();
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A handler that waits at each delivery until it is let go, and remembers what began. */
function paused() {
  const begun: string[] = [];
  const gates = new Map<string, ReturnType<typeof gate>>();
  const handle: DeliveryHandler = async ({ guid }) => {
    const here = gate();
    gates.set(guid, here);
    begun.push(guid);
    await here.opened;
  };
  const release = (guid: string) => gates.get(guid)?.open();
  return { begun, handle, release, releaseAll: () => [...gates.keys()].forEach(release) };
}

describe.each(kinds)("the inbox on the $name store", ({ place }) => {
  const open = async (options?: StoreOptions) => (await place()).open(options);

  describe("accepting", () => {
    it("hands over exactly what was put", async () => {
      const { inbox } = await open();
      const seen: StoredDelivery[] = [];
      inbox.start(async (each) => void seen.push(each));
      const body = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
      const put = delivery("a", { body, lane: "o/r#1", group: "7", receivedAt: 42 });
      expect(await inbox.put(put)).toBe("stored");
      await inbox.idle();
      expect(seen).toEqual([{ ...put, id: 1, attempt: 1, doneSteps: new Set() }]);
    });

    it("runs a delivery that is sent twice once, even when both are in one commit", async () => {
      const { inbox } = await open();
      const seen: string[] = [];
      inbox.start(async ({ guid }) => void seen.push(guid));
      const results = await Promise.all([inbox.put(delivery("a")), inbox.put(delivery("a"))]);
      await inbox.idle();
      expect([...results, await inbox.put(delivery("a"))]).toEqual(["stored", "duplicate", "duplicate"]);
      expect([seen, inbox.counts().pending]).toEqual([["a"], 0]);
    });

    it("tells hooks apart: a GUID is unique to an event only", async () => {
      const { inbox } = await open();
      const hooks = ["app", "repository", "app"];
      const results = await Promise.all(hooks.map((hook) => inbox.put(delivery("a", { hook }))));
      expect(results).toEqual(["stored", "stored", "duplicate"]);
    });

    it("keeps bodies apart that came in one commit, empty and large ones among them", async () => {
      const { inbox } = await open();
      const sizes = [0, 1, 300_000, 17, 2_000_000, 5];
      const puts = sizes.map((size, n) =>
        inbox.put(delivery(`g${n}`, { body: new Uint8Array(size).fill(n), lane: `l${n % 2}` })),
      );
      expect(await Promise.all(puts)).toEqual(sizes.map(() => "stored"));
      for (const [n, size] of sizes.entries()) {
        const body = (await inbox.find(`g${n}`))?.body;
        expect([body?.byteLength, body?.every((byte) => byte === n)]).toEqual([size, true]);
      }
    });

    it("says full at the ceiling of rows, and takes more once some ended", async () => {
      const { inbox } = await open({ limits: { backlogRows: 2 } });
      const results = [];
      for (const guid of ["a", "b", "c"]) results.push(await inbox.put(delivery(guid)));
      expect([results, inbox.status().full]).toEqual([["stored", "stored", "full"], true]);
      inbox.start(async () => {});
      await inbox.idle();
      expect([await inbox.put(delivery("c")), inbox.status().full]).toEqual(["stored", false]);
    });

    it("says full at the ceiling of bytes", async () => {
      const { inbox } = await open({ limits: { backlogBytes: 1_000 } });
      const body = new Uint8Array(600);
      expect(await inbox.put(delivery("a", { body }))).toBe("stored");
      expect(await inbox.put(delivery("b", { body }))).toBe("full");
      expect(await inbox.put(delivery("c", { body: new Uint8Array(400) }))).toBe("stored");
    });

    it("keeps what it can of text that no database likes", async () => {
      const { inbox } = await open();
      inbox.start(async () => {
        throw new StepFailures([{ step: "s", reason: "NUL \0 and half a pair \ud800", advice: "never" }]);
      });
      expect(await inbox.put(delivery("a", { lane: "o/r#1'; drop table delivery --" }))).toBe("stored");
      await inbox.idle();
      expect((await inbox.dead(1))[0]?.error).toMatch(/^s: NUL /);
    });
  });

  describe("order", () => {
    it("runs a lane in order of arrival, one at a time, lanes side by side", async () => {
      const { inbox } = await open();
      const { begun, handle, release } = paused();
      inbox.start(handle);
      const lanes: readonly (readonly [string, string])[] = [
        ["a", "x"],
        ["b", "x"],
        ["c", "y"],
        ["d", "x"],
      ];
      for (const [guid, lane] of lanes) await inbox.put(delivery(guid, { lane }));
      await vi.waitFor(() => expect([...begun].sort()).toEqual(["a", "c"]), generousMs);
      release("a");
      await vi.waitFor(() => expect(begun.slice(2)).toEqual(["b"]), generousMs);
      release("b");
      await vi.waitFor(() => expect(begun.slice(2)).toEqual(["b", "d"]), generousMs);
      for (const guid of ["c", "d"]) release(guid);
      await inbox.idle();
    });

    it("is one group's own: the same lane of two groups runs side by side, also when both came in one commit", async () => {
      const { inbox } = await open();
      const { begun, handle, releaseAll } = paused();
      inbox.start(handle);
      await Promise.all(["a", "b", "c"].map((guid) => inbox.put(delivery(guid, { group: guid }))));
      await vi.waitFor(() => expect([...begun].sort()).toEqual(["a", "b", "c"]), 15_000);
      releaseAll();
      await inbox.idle();
    });

    it("holds for what arrives all at once, whatever its neighbours do", async () => {
      const { inbox } = await open();
      const seen = new Map<string, number[]>();
      const active = new Set<string>();
      inbox.start(async ({ lane, guid }, { finishStep }) => {
        expect(active.has(lane)).toBe(false);
        active.add(lane);
        await finishStep("s");
        seen.set(lane, [...(seen.get(lane) ?? []), Number(guid)]);
        active.delete(lane);
      });
      const all = Array.from({ length: 60 }, (_, n) => n);
      await Promise.all(all.map((n) => inbox.put(delivery(String(n), { lane: `l${n % 4}` }))));
      await inbox.idle();
      for (const lane of [0, 1, 2, 3]) expect(seen.get(`l${lane}`)).toEqual(all.filter((n) => n % 4 === lane));
      expect(await inbox.dead(10)).toEqual([]);
    });

    it("keeps to the limits overall and of a group", async () => {
      const { inbox } = await open({ limits: { running: 3, perGroup: 2 } });
      const { begun, handle, release, releaseAll } = paused();
      inbox.start(handle);
      for (const guid of ["a", "b", "c"]) await inbox.put(delivery(guid, { lane: guid, group: "crowd" }));
      for (const guid of ["d", "e"]) await inbox.put(delivery(guid, { lane: guid, group: "other" }));
      await vi.waitFor(() => expect(begun).toHaveLength(3), generousMs);
      const crowd = begun.filter((guid) => "abc".includes(guid));
      // Which lanes come first is nobody's promise.
      expect([crowd.length <= 2, inbox.counts()]).toMatchObject([true, { pending: 5, running: 3 }]);
      for (const guid of [crowd[0], begun.find((guid) => !crowd.includes(guid))]) release(guid ?? "");
      await vi.waitFor(() => expect([...begun].sort()).toEqual(["a", "b", "c", "d", "e"]), generousMs);
      releaseAll();
      await inbox.idle();
      expect(inbox.counts()).toEqual({ pending: 0, running: 0, waiting: 0, dead: 0 });
    });
  });

  it("leaves room for others when one group has more than it may run", async () => {
    const { inbox } = await open({ limits: { running: 4, perGroup: 1 } });
    const { begun, handle, releaseAll } = paused();
    const crowd = Array.from({ length: 8 }, (_, n) => delivery(`c${n}`, { lane: `c${n}`, group: "crowd" }));
    await Promise.all(crowd.map((each) => inbox.put(each)));
    inbox.start(handle);
    await vi.waitFor(() => expect(begun).toHaveLength(1), generousMs);
    await inbox.put(delivery("other", { lane: "other", group: "other" }));
    await vi.waitFor(() => expect(begun.slice(1)).toEqual(["other"]), generousMs);
    await vi.waitFor(() => {
      releaseAll();
      expect(begun).toHaveLength(9);
    }, generousMs);
    releaseAll();
    await inbox.idle();
  });

  describe("steps", () => {
    it("do not run again once they ended", async () => {
      const { inbox } = await open({ random: () => 0 });
      const ran: string[] = [];
      inbox.start(async ({ doneSteps, attempt }, { finishStep }) => {
        for (const step of ["label", "assign"]) {
          if (doneSteps.has(step)) continue;
          ran.push(`${attempt} ${step}`);
          if (step === "assign" && attempt < 3) throw new StepFailures([{ step, reason: "502", advice: "backoff" }]);
          await finishStep(step);
        }
      });
      await inbox.put(delivery("a"));
      await inbox.idle();
      expect(ran).toEqual(["1 label", "1 assign", "2 assign", "3 assign"]);
      expect(await inbox.find("a")).toMatchObject({
        state: "done",
        attempts: 3,
        failures: 2,
        steps: [
          { step: "assign", state: "done", tries: 2, error: null },
          { step: "label", state: "done", tries: 0, error: null },
        ],
      });
    });

    it("beyond help do not run again, and the delivery ends dead because of them", async () => {
      const { inbox } = await open({ random: () => 0 });
      const missing: string[][] = [];
      inbox.start(async ({ doneSteps, attempt }, { finishStep }) => {
        missing.push(["a", "b"].filter((step) => !doneSteps.has(step)));
        if (attempt > 1) return finishStep("b");
        throw new StepFailures([
          { step: "a", reason: "404", advice: "never" },
          { step: "b", reason: "502", advice: "backoff" },
        ]);
      });
      await inbox.put(delivery("x"));
      await inbox.idle();
      expect(missing).toEqual([["a", "b"], ["b"]]);
      expect(await inbox.find("x")).toMatchObject({ state: "dead", error: "a: 404" });
    });
  });

  describe("trying again", () => {
    it("gives up after ten tries", async () => {
      const { inbox } = await open({ random: () => 0 });
      let runs = 0;
      inbox.start(async () => {
        runs++;
        throw new StepFailures([{ step: "a", reason: "502", advice: "backoff" }]);
      });
      await inbox.put(delivery("x"));
      await inbox.idle();
      expect(runs).toBe(10);
      expect(await inbox.dead(10)).toMatchObject([{ guid: "x", error: "a: 502 (given up after 10 tries)" }]);
    });

    it("never gives up for trouble that passes, and counts none of it, also after a restart", async () => {
      const here = await place();
      const { inbox: before } = await here.open({ random: () => 0 });
      let runs = 0;
      const trouble = (advice: "wait" | "once") => new StepFailures([{ step: "a", reason: "502", advice }]);
      const seen = gate();
      before.start(async () => {
        if (++runs === 30) seen.open();
        throw trouble("wait");
      });
      await before.put(delivery("x"));
      await seen.opened;
      await before.drain({ graceMs: 1_000 });
      const { inbox } = await here.open({ random: () => 0 });
      expect(await inbox.find("x")).toMatchObject({ state: "pending", failures: 0 });
      const after = ["once", "done"] as const;
      let left = 0;
      inbox.start(async () => {
        if (after[left++] === "once") throw trouble("once");
      });
      await inbox.idle();
      expect(await inbox.find("x")).toMatchObject({ state: "done", failures: 1 });
    });

    it("does not count against a step that the store was away when it needed it", async () => {
      const { inbox } = await open({ random: () => 0 });
      let runs = 0;
      inbox.start(async () => {
        const cause = new InboxUnavailable("connection", "away");
        if (++runs < 20) throw new StepFailures([{ step: "a", reason: cause.message, advice: "once", cause }]);
      });
      await inbox.put(delivery("x"));
      await inbox.idle();
      expect(runs).toBe(20);
      expect(await inbox.find("x")).toMatchObject({ state: "done", failures: 0 });
    });

    it("holds back the lane while it waits, and lets it pass when that takes too long", async () => {
      const { inbox, lines } = await open({ random: () => 0, limits: { laneHoldMs: 400 } });
      const begun: string[] = [];
      inbox.start(async ({ guid, attempt }) => {
        begun.push(guid);
        if (attempt > 1) return;
        if (guid === "short")
          throw new StepFailures([{ step: "s", reason: "429", advice: "backoff", retryAfter: 150 }]);
        if (guid === "long")
          throw new StepFailures([{ step: "s", reason: "429", advice: "backoff", retryAfter: 4_000 }]);
      });
      for (const guid of ["short", "long", "after"]) await inbox.put(delivery(guid));
      await inbox.idle();
      expect(begun).toEqual(["short", "short", "long", "after", "long"]);
      expect(lines.filter(({ msg }) => msg.startsWith("out of order"))).toMatchObject([{ delivery: "after" }]);
    });

    it("stops a run at its time and gives it up when it does not heed", async () => {
      const { inbox } = await open({ random: () => 0, limits: { runMs: 100, abandonMs: 100 } });
      const aborted: boolean[] = [];
      inbox.start(async (_, { signal }) => {
        signal.addEventListener("abort", () => aborted.push(true));
        await gate().opened;
      });
      await inbox.put(delivery("a"));
      await inbox.idle();
      expect([aborted, (await inbox.find("a"))?.state]).toEqual([[true, true], "dead"]);
    });
  });

  describe("dead deliveries", () => {
    const failing: DeliveryHandler = async ({ doneSteps, attempt }, { finishStep }) => {
      if (!doneSteps.has("ok")) await finishStep("ok");
      if (attempt === 1) throw new StepFailures([{ step: "bad", reason: "422", advice: "never" }]);
      await finishStep("bad");
    };

    it("are as old as their replay, however long ago they were received", async () => {
      const runs: FinishedRun[] = [];
      const { inbox } = await open({ onFinished: (run) => void runs.push(run) });
      inbox.start(failing);
      const receivedAt = Date.now() - 400 * 86_400_000;
      await inbox.put(delivery("a", { receivedAt }));
      await inbox.idle();
      await inbox.replay("a");
      await inbox.idle();
      await vi.waitFor(() => expect(runs).toHaveLength(2), generousMs);
      for (const { ageMs } of runs) expect(ageMs).toBeLessThan(generousMs);
    });

    it("run their missing steps again when replayed", async () => {
      const { inbox } = await open();
      const seen: string[][] = [];
      inbox.start((each, run) => {
        seen.push([...each.doneSteps]);
        return failing(each, run);
      });
      await inbox.put(delivery("a"));
      await inbox.idle();
      expect([inbox.counts().dead, await inbox.replay("a")]).toEqual([1, "replayed"]);
      await inbox.idle();
      expect([seen, inbox.counts().dead]).toEqual([[[], ["ok"]], 0]);
      expect(await inbox.replay("a", { fresh: true })).toBe("replayed");
      await inbox.idle();
      expect([seen[2], await inbox.replay("unheard of")]).toEqual([[], "unknown"]);
    });

    it("run again when they are sent again, with the body that was sent", async () => {
      const { inbox } = await open();
      const seen: string[] = [];
      inbox.start((each, run) => {
        seen.push(`${each.attempt} ${text(each.body)} ${[...each.doneSteps]}`);
        return failing(each, run);
      });
      await inbox.put(delivery("a"));
      await inbox.idle();
      expect(await inbox.put(delivery("a", { body: new TextEncoder().encode("second") }))).toBe("stored");
      await inbox.idle();
      expect(seen).toEqual(["1 a ", "2 second ok"]);
      expect(inbox.counts()).toEqual({ pending: 0, running: 0, waiting: 0, dead: 0 });
    });

    it("cannot be replayed while they are pending", async () => {
      const { inbox } = await open();
      await inbox.put(delivery("a"));
      expect(await inbox.replay("a")).toBe("pending");
    });
  });

  describe("opened again", () => {
    it("runs what was left pending, in its order, from the steps that are missing", async () => {
      const here = await place();
      const first = await here.open();
      const reached = gate();
      first.inbox.start(async ({ guid }, { finishStep, signal }) => {
        if (guid === "a") return;
        await finishStep("one");
        reached.open();
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      });
      for (const guid of ["a", "b", "c"]) await first.inbox.put(delivery(guid));
      await reached.opened;
      await first.inbox.drain({ graceMs: 0 });
      await expect(first.inbox.put(delivery("d"))).rejects.toMatchObject({ reason: "closed" });
      const { inbox } = await here.open();
      expect(inbox.found).toEqual({ loss: undefined, interrupted: 0, quarantined: [] });
      expect(inbox.counts().pending).toBe(2);
      expect(await inbox.put(delivery("a"))).toBe("duplicate");
      const seen: unknown[] = [];
      inbox.start(async ({ guid, attempt, doneSteps, body }) => {
        seen.push([guid, attempt, [...doneSteps], text(body)]);
      });
      await inbox.idle();
      expect(seen).toEqual([
        ["b", 2, ["one"], "b"],
        ["c", 1, [], "c"],
      ]);
    });

    it("lets runs end for a while before it stops them", async () => {
      const here = await place();
      const { inbox } = await here.open();
      const { begun, handle, release } = paused();
      inbox.start(handle);
      await inbox.put(delivery("a"));
      await inbox.put(delivery("b"));
      await vi.waitFor(() => expect(begun).toEqual(["a"]), generousMs);
      const drained = inbox.drain({ graceMs: 10_000 });
      release("a");
      await drained;
      expect([begun, inbox.status().state]).toEqual([["a"], "closed"]);
      const again = await here.open();
      expect([(await again.inbox.find("a"))?.state, again.inbox.counts().pending]).toEqual(["done", 1]);
    });
  });

  describe("a parked group", () => {
    const suspended = new StepFailures([{ step: "lgtm", reason: "suspended", advice: "park" }]);

    /** A handler that notes what it ran, and fails for groups that are away. */
    function worker(away: Set<string>) {
      const ran: string[] = [];
      const handle: DeliveryHandler = async ({ guid, group, attempt }) => {
        ran.push(`${guid} ${attempt}`);
        if (away.has(group)) throw suspended;
      };
      return { handle, ran };
    }

    /** An inbox in which group `a` was parked by its first delivery and others came after it. */
    async function filled(away: Set<string>) {
      const here = await place();
      const { inbox } = await here.open();
      const { handle, ran } = worker(away);
      inbox.start(handle);
      await inbox.put(delivery("a1", { group: "a", lane: "1" }));
      await inbox.idle();
      await inbox.put(delivery("a2", { group: "a", lane: "1" }));
      await inbox.put(delivery("a3", { group: "a", lane: "2" }));
      await inbox.put(delivery("b1", { group: "b", lane: "1" }));
      await inbox.idle();
      return { here, inbox, ran };
    }

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

    it("is still parked after a restart", async () => {
      const { here, inbox: before } = await filled(new Set(["a"]));
      await before.drain({ graceMs: 1_000 });
      const { inbox } = await here.open();
      const { handle, ran } = worker(new Set());
      inbox.start(handle);
      await inbox.put(delivery("b2", { group: "b", lane: "1" }));
      await inbox.idle();
      expect([ran, inbox.parking?.groups().map(({ group }) => group)]).toEqual([["b2 1"], ["a"]]);
      await inbox.parking?.resume("a");
      await inbox.idle();
      expect(ran.map((one) => one.slice(0, 2)).sort()).toEqual(["a1", "a2", "a3", "b2"]);
    });

    it("ends as dead with the reason when it is buried, and so does what still comes until it is back", async () => {
      const { inbox, ran } = await filled(new Set(["a"]));
      await inbox.parking?.bury("a", "uninstalled");
      await inbox.idle();
      await inbox.put(delivery("a4", { group: "a", lane: "9" }));
      await inbox.idle();
      expect(ran).toEqual(["a1 1", "b1 1"]);
      const dead = await inbox.dead(9);
      expect(dead.map(({ guid, error }) => `${guid} ${error}`).sort()).toEqual(
        ["a1", "a2", "a3", "a4"].map((guid) => `${guid} uninstalled`),
      );
      expect(inbox.parking?.groups()).toEqual([]);
      await inbox.parking?.resume("a");
      await inbox.put(delivery("a5", { group: "a", lane: "9" }));
      await vi.waitFor(() => expect(ran).toContain("a5 1"), generousMs);
    });

    it("lets a run that is under way end", async () => {
      const { inbox } = await open();
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

  it("tells its observer of every run, whose own failure harms nothing", async () => {
    const runs: FinishedRun[] = [];
    const { inbox, lines } = await open({
      random: () => 0,
      onFinished(run) {
        runs.push(run);
        throw new Error("metrics are broken");
      },
    });
    inbox.start(async ({ attempt }) => {
      if (attempt === 1) throw new StepFailures([{ step: "a", reason: "502", advice: "once" }]);
    });
    await inbox.put(delivery("a"));
    await inbox.idle();
    await vi.waitFor(() => expect(runs).toHaveLength(2), generousMs);
    expect(runs.map(({ outcome, delivery: { attempt } }) => [outcome, attempt])).toEqual([
      ["retry", 1],
      ["done", 2],
    ]);
    expect([inbox.counts().pending, lines.at(-1)?.msg]).toEqual([0, "the observer of finished deliveries failed"]);
  });

  describe("the effect log", () => {
    it("knows what may have happened, since when, and what is settled", async () => {
      const { effects } = (await open()).inbox;
      const { state, since } = await effects.begin("e");
      expect([state, Math.abs(since - Date.now()) < 60_000]).toEqual(["new", true]);
      const again = await effects.begin("e");
      expect([again.state, Math.abs(again.since - since) < 1_000]).toEqual(["unknown", true]);
      await effects.settle("e", "done");
      expect(await effects.begin("e")).toMatchObject({ state: "done" });
      await effects.settle("e", "refused");
      expect(await effects.begin("e")).toMatchObject({ state: "done" });
    });

    it("tells since when in the caller's own time, whatever the database's clock says", async () => {
      const now = () => Date.now() + 3_600_000;
      const { effects } = (await open({ clock: { now } })).inbox;
      await effects.begin("e");
      const { since } = await effects.begin("e");
      expect(Math.abs(since - now())).toBeLessThan(60_000);
    });

    it("lets an effect that was refused be tried afresh, from then on", async () => {
      const { effects } = (await open()).inbox;
      await effects.begin("e");
      await effects.settle("e", "refused");
      expect(await effects.begin("e")).toMatchObject({ state: "new" });
      expect(await effects.begin("e")).toMatchObject({ state: "unknown" });
    });

    it("begins an effect once, however many begin it at once", async () => {
      const { effects } = (await open()).inbox;
      const begun = await Promise.all(Array.from({ length: 8 }, () => effects.begin("e")));
      expect(begun.filter(({ state }) => state === "new")).toHaveLength(1);
    });
  });

  it("keeps blobs within their limit, and gives them back", async () => {
    const { blobs } = (await open({ limits: { blobBytes: 3_000 } })).inbox;
    const bytes = (length: number, fill: number) => new Uint8Array(length).fill(fill);
    await blobs.set("empty", bytes(0, 0));
    await blobs.set("a", bytes(2_000, 7));
    await blobs.set("huge", bytes(3_001, 1));
    expect(new Uint8Array((await blobs.get("a")) ?? [])).toEqual(bytes(2_000, 7));
    expect([(await blobs.get("empty"))?.byteLength, await blobs.get("huge")]).toEqual([0, undefined]);
    await blobs.set("b", bytes(2_000, 8));
    expect([await blobs.get("a"), (await blobs.get("b"))?.byteLength]).toEqual([undefined, 2_000]);
  });

  it("keeps small values, the last one set", async () => {
    const { values } = (await open()).inbox;
    expect(await values.get("__proto__")).toBeUndefined();
    await values.set("__proto__", "1");
    await values.set("__proto__", "2", Date.now() + 60_000);
    expect(await values.get("__proto__")).toBe("2");
  });
});
