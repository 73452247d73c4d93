import { describe, expect, it } from "vitest";
import { copyOf, openRig } from "./rig.ts";

describe("the effect log", () => {
  it("knows what may have happened, since when, and what is settled", async () => {
    const { inbox, time } = await openRig();
    const { effects } = inbox;
    const since = time.now();
    expect(await effects.begin("e")).toEqual({ state: "new", since });
    await time.advance(5_000);
    expect(await effects.begin("e")).toEqual({ state: "unknown", since });
    await effects.settle("e", "done");
    expect(await effects.begin("e")).toEqual({ state: "done", since });
  });

  it("lets an effect that was refused be tried afresh, from then on", async () => {
    const { inbox, time } = await openRig();
    await inbox.effects.begin("e");
    await inbox.effects.settle("e", "refused");
    await time.advance(5_000);
    expect(await inbox.effects.begin("e")).toEqual({ state: "new", since: time.now() });
    expect(await inbox.effects.begin("e")).toMatchObject({ state: "unknown" });
  });

  it("never unlearns that an effect is done", async () => {
    const { inbox } = await openRig();
    await inbox.effects.begin("e");
    await inbox.effects.settle("e", "done");
    await inbox.effects.settle("e", "refused");
    expect(await inbox.effects.begin("e")).toMatchObject({ state: "done" });
  });

  it("remembers an intent across a crash", async () => {
    const first = await openRig();
    await first.inbox.effects.begin("e");
    const since = first.time.now();
    first.link.kill();
    const second = await openRig({ directory: copyOf(first.directory), time: first.time });
    expect(await second.inbox.effects.begin("e")).toEqual({ state: "unknown", since });
  });

  it("forgets after thirty days", async () => {
    const { inbox, time } = await openRig();
    await inbox.effects.begin("e");
    await time.advance(0);
    time.jump(31 * 24 * 60 * 60_000);
    await time.advance(0);
    expect(await inbox.effects.begin("e")).toMatchObject({ state: "new" });
  });
});

describe("the blob store", () => {
  const bytes = (length: number, fill: number) => new Uint8Array(length).fill(fill);

  it("gives back what was set, also after a restart", async () => {
    const first = await openRig();
    await first.inbox.blobs.set("a", bytes(9_000, 7));
    await first.inbox.blobs.set("a", bytes(9_000, 7));
    await first.inbox.blobs.set("empty", bytes(0, 0));
    first.link.kill();
    const { inbox } = await openRig({ directory: copyOf(first.directory), time: first.time });
    expect(new Uint8Array((await inbox.blobs.get("a")) ?? [])).toEqual(bytes(9_000, 7));
    expect((await inbox.blobs.get("empty"))?.byteLength).toBe(0);
    expect(await inbox.blobs.get("b")).toBeUndefined();
  });

  it("drops what was used longest ago when it is full", async () => {
    const { inbox, time } = await openRig({ limits: { blobBytes: 3_000 } });
    for (const key of ["a", "b", "c"]) {
      await inbox.blobs.set(key, bytes(1_000, 1));
      await time.advance(1_000);
    }
    await time.advance(2 * 60 * 60_000);
    await inbox.blobs.get("a");
    await time.advance(1_000);
    await inbox.blobs.set("d", bytes(1_000, 1));
    const kept = await Promise.all(["a", "b", "c", "d"].map(async (key) => (await inbox.blobs.get(key)) !== undefined));
    expect(kept).toEqual([true, false, true, true]);
  });

  it("does not empty itself for a blob that can never fit", async () => {
    const { inbox } = await openRig({ limits: { blobBytes: 3_000 } });
    await inbox.blobs.set("a", bytes(1_000, 1));
    await inbox.blobs.set("huge", bytes(3_001, 1));
    expect([await inbox.blobs.get("huge"), (await inbox.blobs.get("a"))?.byteLength]).toEqual([undefined, 1_000]);
  });
});

it("keeps small values, the last one set", async () => {
  const first = await openRig();
  expect(await first.inbox.values.get("__proto__")).toBeUndefined();
  await first.inbox.values.set("__proto__", "1");
  await first.inbox.values.set("__proto__", "2");
  first.link.kill();
  const { inbox } = await openRig({ directory: copyOf(first.directory), time: first.time });
  expect(await inbox.values.get("__proto__")).toBe("2");
});

it("forgets a small value some time after the moment it was to be kept until", async () => {
  const { inbox, time } = await openRig();
  const day = 24 * 60 * 60_000;
  await inbox.values.set("short", "1", time.now() + day);
  await inbox.values.set("renewed", "1", time.now() + day);
  await inbox.values.set("renewed", "2", time.now() + 3 * day);
  await inbox.values.set("for good", "1");
  await time.advance(0);
  time.jump(2 * day);
  await time.advance(0);
  const kept = await Promise.all(["short", "renewed", "for good"].map((key) => inbox.values.get(key)));
  expect(kept).toEqual([undefined, "2", "1"]);
});
