import { describe, expect, it, onTestFinished, vi } from "vitest";
import { InboxUnavailable } from "../../../src/inbox/inbox-unavailable.ts";
import { HoldLost } from "../../../src/inbox/postgres/hold.ts";
import { openPostgresInbox } from "../../../src/inbox/postgres/open-postgres-inbox.ts";
import { startSilentProxy } from "../../support/silent-proxy.ts";
import { delivery, gate } from "../rig.ts";
import { generousMs, newDatabase, opened, postgresForTests } from "../stores.ts";

const server = await postgresForTests();
const within = { timeout: generousMs, interval: 20 };
const leaseMs = 3_000;

describe.each(server === undefined ? [] : [server])("a replica that the network cuts off from the database", (pg) => {
  it("takes nothing, gives up what it runs to the others, writes no more of it, and is back when the network is", async () => {
    const url = await newDatabase(pg);
    const proxy = await startSilentProxy(url);
    onTestFinished(() => proxy.close());
    const cut = await opened((log) => openPostgresInbox({ url: proxy.url, log, leaseMs, random: () => 0 }));
    const other = await opened((log) => openPostgresInbox({ url, log, leaseMs, random: () => 0 }));
    const hold = gate();
    const seen: string[] = [];
    const refused: unknown[] = [];
    const given: { signal?: AbortSignal } = {};
    cut.inbox.start(async ({ guid }, { finishStep, signal }) => {
      seen.push(`cut ${guid}`);
      if (guid !== "a") return;
      given.signal = signal;
      await hold.opened;
      for (const write of [() => finishStep("s"), async () => cut.inbox.mustHold()]) {
        await write().catch((error: unknown) => refused.push(error));
      }
    });
    await cut.inbox.put(delivery("a"));
    await vi.waitFor(() => expect(seen).toEqual(["cut a"]), within);

    proxy.silence();
    const late = cut.inbox.put(delivery("b")).then(
      () => "taken",
      (error: unknown) => error,
    );
    other.inbox.start(async ({ guid }, { finishStep }) => {
      // By then whoever had it before must have been told to stop.
      seen.push(`other ${guid} ${given.signal?.aborted}`);
      await finishStep("s");
    });
    await vi.waitFor(() => expect(seen).toEqual(["cut a", "other a true"]), within);
    expect(await late).toBeInstanceOf(InboxUnavailable);
    expect(cut.inbox.status().state).toBe("unavailable");
    expect(await other.inbox.put(delivery("c"))).toBe("stored");
    await vi.waitFor(() => expect(seen).toContain("other c true"), within);

    proxy.heal();
    hold.open();
    await vi.waitFor(() => expect(refused).toHaveLength(2), within);
    expect(refused.every((error) => error instanceof HoldLost)).toBe(true);
    await vi.waitFor(() => expect(cut.inbox.status().state).toBe("open"), within);
    // The statement that was on its way may have arrived after all: then it is known by its id.
    expect(["stored", "duplicate"]).toContain(await cut.inbox.put(delivery("b")));
    await other.inbox.drain({ graceMs: 0 });
    expect(await cut.inbox.put(delivery("d"))).toBe("stored");
    await vi.waitFor(() => expect(seen).toContain("cut d"), within);
    await cut.inbox.idle();
    expect(seen.filter((one) => / a\b/.test(one))).toEqual(["cut a", "other a true"]);
    expect(seen.filter((one) => / b\b/.test(one))).toHaveLength(1);
    expect(await cut.inbox.find("a")).toMatchObject({
      state: "done",
      attempts: 2,
      steps: [{ step: "s", state: "done" }],
    });
    expect(await cut.inbox.dead(1)).toEqual([]);
  });
});
