import { EventEmitter } from "node:events";
import type { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { InboxRefused, InboxUnavailable } from "../../../src/inbox/inbox-unavailable.ts";
import { storeOver } from "../../../src/inbox/sqlite/sqlite-store.ts";
import { WorkerLink } from "../../../src/inbox/sqlite/worker-link.ts";
import { delivery, FakeTime, settle } from "../rig.ts";

class SilentWorker extends EventEmitter {
  readonly posted: unknown[] = [];

  postMessage(message: unknown): void {
    this.posted.push(message);
  }
}

function open() {
  const worker = new SilentWorker();
  const link = new WorkerLink(worker as unknown as Worker);
  return { worker, link, store: storeOver(link, undefined, new FakeTime()) };
}

describe("a thread that dies", () => {
  it("fails what was under way and everything after it, and says that it is broken", async () => {
    const { worker, store } = open();
    const put = store.put({ delivery: delivery("a"), started: false, now: 1 });
    await settle();
    expect(worker.posted.length).toBe(1);
    worker.emit("error", new Error("out of memory"));
    worker.emit("exit", 1);
    await expect(put).rejects.toThrow(InboxUnavailable);
    expect(store.health()).toEqual({ state: "broken", detail: expect.stringContaining("out of memory") });
    await expect(store.put({ delivery: delivery("b"), started: false, now: 1 })).rejects.toThrow(InboxUnavailable);
    expect(worker.posted.length).toBe(1);
  });

  it("does not keep a close waiting", async () => {
    const { worker, store } = open();
    worker.emit("exit", 1);
    await store.close();
    expect(store.health().state).toBe("closed");
  });
});

it("says in one sentence why the thread did not start", async () => {
  const { worker, link } = open();
  const opened = link.opened();
  worker.emit("error", new Error("Cannot find module 'libsql'\nRequire stack:\n- here"));
  worker.emit("exit", 1);
  await expect(opened).rejects.toThrow(new InboxRefused("The inbox cannot be opened: Cannot find module 'libsql'."));
  await expect(opened).rejects.toThrow(InboxRefused);
});

it("passes on why the file was refused", async () => {
  const { worker, link } = open();
  const opened = link.opened();
  worker.emit("message", { kind: "refused", message: "newer" });
  await expect(opened).rejects.toThrow(InboxRefused);
});
