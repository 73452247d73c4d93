import { describe, expect, it } from "vitest";
import { leaveWhenBroken } from "../../src/compose/leave-when-broken.ts";
import type { InboxStatus } from "../../src/inbox/open-inbox.ts";
import { createLogger } from "../../src/log.ts";
import { FakeTime } from "../inbox/rig.ts";

function watched(stop: () => Promise<void> = async () => {}) {
  const time = new FakeTime();
  const inbox: { state: InboxStatus["state"] } = { state: "open" };
  const seen: string[] = [];
  const destination = { write: (line: string) => void seen.push(line.includes("malformed") ? "said" : line) };
  leaveWhenBroken({
    bot: {
      inbox: { status: () => ({ state: inbox.state, detail: "malformed", full: false, backlogBytes: 0 }) },
      stop: () => {
        seen.push("stopped");
        return stop();
      },
    },
    log: createLogger({ level: "fatal", format: "json", destination }),
    exit: () => seen.push("exit"),
    timers: time,
  });
  return { time, inbox, seen };
}

describe("a store that only a restart can help", () => {
  it("ends the process, said loudly and after a stop", async () => {
    const { time, inbox, seen } = watched();
    await time.advance(5_000);
    expect(seen).toEqual([]);
    inbox.state = "broken";
    await time.advance(1_000);
    expect(seen).toEqual(["said", "stopped", "exit"]);
  });

  it.each([
    ["fails", () => Promise.reject(new Error("no"))],
    ["hangs", () => new Promise<void>(() => {})],
  ])("ends the process when the stop %s", async (_, stop) => {
    const { time, inbox, seen } = watched(stop);
    inbox.state = "broken";
    await time.advance(30_000);
    expect(seen).toContain("exit");
  });

  it.each(["open", "unavailable", "closed"] as const)("lets a process go on whose store is %s", async (state) => {
    const { time, inbox, seen } = watched();
    inbox.state = state;
    await time.advance(60_000);
    expect(seen).toEqual([]);
  });
});
