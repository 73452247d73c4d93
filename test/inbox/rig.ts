import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Clock } from "../../src/clock.ts";
import { type InboxOptions, type OpenInbox, openInbox } from "../../src/inbox/open-inbox.ts";
import type { StoreLink } from "../../src/inbox/sqlite/channel.ts";
import { storeOver } from "../../src/inbox/sqlite/sqlite-store.ts";
import { openStoreFiles } from "../../src/inbox/sqlite/store-files.ts";
import type { Store } from "../../src/inbox/store.ts";
import type { Timers } from "../../src/inbox/timers.ts";
import { createLogger } from "../../src/log.ts";

interface Alarm {
  readonly due: number;
  readonly run: () => void;
}

/** Time that moves only when told to. */
export class FakeTime implements Clock, Timers {
  #now: number;
  readonly #alarms = new Set<Alarm>();

  constructor(now = 1_700_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const alarm = { due: this.#now + ms, run };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** Moves on, ringing what falls due in its order and letting its work settle. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms;
    await settle();
    for (let alarm = this.#next(target); alarm !== undefined; alarm = this.#next(target)) {
      this.#alarms.delete(alarm);
      this.#now = Math.max(this.#now, alarm.due);
      alarm.run();
      await settle();
    }
    this.#now = target;
  }

  /** Moves on without ringing anything in between. */
  jump(ms: number): void {
    this.#now += ms;
  }

  #next(until: number): Alarm | undefined {
    const due = [...this.#alarms].filter((alarm) => alarm.due <= until);
    return due.sort((a, b) => a.due - b.due)[0];
  }
}

/** Time that goes on as ever while the system's clock is set. */
export class TurnedTime extends FakeTime {
  /** How far the clock is from where it was. */
  turn = 0;

  override now(): number {
    return super.now() + this.turn;
  }
}

/** Lets everything that needs no time happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-inbox-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A copy of all files: what a process that dies now leaves behind. */
export function copyOf(directory: string): string {
  const copy = temporaryDirectory();
  cpSync(directory, copy, { recursive: true });
  return copy;
}

/** The link to a file in this thread, so that nothing in a test depends on real time. */
export interface LocalLink extends StoreLink {
  /** Answers every write with this code while it is set. */
  failure: string | undefined;
  /** Lets go of the file the way a killed process does. */
  kill(): void;
}

export function openLocal(directory: string, time: FakeTime): { store: Store; link: LocalLink } {
  const files = openStoreFiles(directory, time.now());
  let open = true;
  const link: LocalLink = {
    gone: undefined,
    failure: undefined,
    async send(calls) {
      if (!open) return calls.map(() => ({ error: { code: "SQLITE_IOERR", message: "killed" } }));
      if (link.failure === undefined) return files.run(calls);
      const error = { code: link.failure, message: "planted" };
      return calls.map(() => ({ error }));
    },
    async close() {
      link.kill();
    },
    kill() {
      if (open) files.abandon();
      open = false;
    },
  };
  return { store: storeOver(link, files.loss, time), link };
}

export interface Rig {
  readonly inbox: OpenInbox;
  readonly time: FakeTime;
  readonly store: Store;
  readonly link: LocalLink;
  readonly directory: string;
  /** Log messages at warn and above. */
  readonly lines: { readonly msg: string; readonly delivery?: string }[];
}

/** An inbox over a file of its own, with time that stands still. */
export async function openRig(
  options: Partial<InboxOptions> & { time?: FakeTime; directory?: string } = {},
): Promise<Rig> {
  const { time = new FakeTime(), directory = temporaryDirectory(), ...rest } = options;
  const { store, link } = openLocal(directory, time);
  const lines: Rig["lines"] = [];
  const log = createLogger({
    level: "warn",
    format: "json",
    destination: { write: (line) => void lines.push(JSON.parse(line)) },
  });
  const inbox = await openInbox({ random: () => 0.5, ...rest, directory, log, clock: time, timers: time, store });
  onTestFinished(() => link.kill());
  return { inbox, time, store, link, directory, lines };
}

export { delivery } from "./delivery.ts";

/** A promise and the functions that settle it. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
