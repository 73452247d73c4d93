import { onTestFinished } from "vitest";
import { CatchUp } from "../../src/inbox/catch-up/catch-up.ts";
import type { DeliverySource, SentAttempt } from "../../src/inbox/catch-up/catch-up-source.ts";
import { createLogger } from "../../src/log.ts";
import { type FakeTime, openRig, type Rig, settle } from "./rig.ts";

export const MINUTE = 60_000;

/** A sender that lists what a test says it sent, and notes what it is asked for. */
export class FakeSource implements DeliverySource {
  readonly attempts: SentAttempt[] = [];
  readonly asked: string[] = [];
  /** Guids whose contents it does not show. */
  readonly hidden = new Set<string>();
  failure: Error | undefined;
  readonly #time: FakeTime;

  constructor(time: FakeTime) {
    this.#time = time;
  }

  /** One attempt, so many milliseconds ago. */
  sent(guid: string, answer: SentAttempt["answer"], ago = 0): void {
    const at = this.#time.now() - ago;
    const id = String(this.attempts.length + 100);
    this.attempts.unshift({ id, guid, event: guid.startsWith("push") ? "push" : "issue_comment", at, answer });
  }

  async list(since: number): Promise<readonly SentAttempt[]> {
    this.#ask("list");
    return this.attempts.filter(({ at }) => at >= since);
  }

  async fetch(id: string) {
    const guid = this.#guid(id);
    this.#ask(`fetch ${guid}`);
    return this.hidden.has(guid) ? undefined : { hook: "hook", body: new TextEncoder().encode(guid) };
  }

  async redeliver(id: string): Promise<void> {
    this.#ask(`redeliver ${this.#guid(id)}`);
  }

  /** What was asked since the last time, lists left out. */
  since(): string[] {
    return this.asked.splice(0).filter((one) => one !== "list");
  }

  #ask(what: string): void {
    this.asked.push(what);
    if (this.failure !== undefined) throw this.failure;
  }

  #guid(id: string): string {
    return this.attempts.find((attempt) => attempt.id === id)?.guid ?? "";
  }
}

export interface CatchUpRig extends Rig {
  readonly source: FakeSource;
  readonly catchUp: CatchUp;
  /** Guids that ran, in order. */
  readonly ran: string[];
  readonly outcomes: string[];
  readonly doubted: string[];
  readonly said: { readonly msg: string; readonly gap?: string }[];
}

export interface CatchUpRigOptions {
  readonly rig?: Rig;
  readonly prepare?: (source: FakeSource) => void;
  /** Answers for those who may look. */
  readonly lease?: () => boolean;
}

/** An inbox at work, and its catch-up after its first look. Guids with `plain` in them are not wanted. */
export async function openCatchUp({ rig, prepare, lease }: CatchUpRigOptions = {}): Promise<CatchUpRig> {
  const opened = rig ?? (await openRig());
  const { inbox, time } = opened;
  const source = new FakeSource(time);
  const [ran, outcomes, doubted, said]: [string[], string[], string[], CatchUpRig["said"]] = [[], [], [], []];
  inbox.start(async ({ guid }) => void ran.push(guid));
  prepare?.(source);
  const catchUp = new CatchUp({
    source,
    inbox: { ...inbox, lease: async () => lease?.() ?? true },
    classify: (_event, body) =>
      new TextDecoder().decode(body).includes("plain")
        ? { kind: "unwanted" }
        : { kind: "wanted", lane: "lane", group: "group" },
    clock: time,
    timers: time,
    random: () => 0.5,
    everyMs: 5 * MINUTE,
    log: createLogger({
      level: "warn",
      format: "json",
      destination: { write: (line) => void said.push(JSON.parse(line)) },
    }),
    onOutcome: (outcome) => void outcomes.push(outcome),
    onDoubt: async (guid) => void doubted.push(guid),
  });
  onTestFinished(() => catchUp.stop());
  await settled(catchUp, time);
  return { ...opened, source, catchUp, ran, outcomes, doubted, said };
}

/** Waits for a look that is under way, moving time past the pauses between redeliveries. */
export async function settled(catchUp: CatchUp, time: FakeTime): Promise<void> {
  let done = false;
  const looking = catchUp.look().then(() => {
    done = true;
  });
  for (let second = 0; !done && second < 60; second++) {
    await settle();
    if (!done) await time.advance(1_000);
  }
  await looking;
  await settle();
}
