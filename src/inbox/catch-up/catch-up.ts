import type { OpenInbox } from "../open-inbox.ts";
import { describeGap, type Gap, join, widen } from "./catch-up-gap.ts";
import { type MissedDelivery, underwayMs } from "./catch-up-plan.ts";
import { type CatchUpOutcome, type SweepMemory, type SweepOptions, sweep } from "./catch-up-sweep.ts";

/** What a catch-up needs; it looks at its start and then every so often. */
export interface CatchUpOptions extends Omit<SweepOptions, "memory" | "stop" | "onOutcome" | "startedAt"> {
  readonly inbox: SweepOptions["inbox"] & Pick<OpenInbox, "lease">;
  readonly everyMs: number;
  readonly random: () => number;
  readonly onOutcome?: (outcome: CatchUpOutcome) => void;
}

const firstRetryMs = 15_000;

/** Finds deliveries that were sent but never arrived, from its start to its stop. No failure of others ends it. */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #startedAt: number;
  readonly #memory: SweepMemory = { settled: new Map(), audited: false };
  readonly #stop = new AbortController();
  #gap: Gap | undefined;
  #gone = 0;
  #failures = 0;
  #lastGap: Gap | undefined;
  #last: string | undefined;
  #trouble: string | undefined = "has not looked yet";
  #looking: Promise<void> | undefined;
  #cancel = () => {};

  constructor(options: CatchUpOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
  }

  /** One sentence about the last gap, and about what keeps it from looking. */
  status(): string {
    const parts = [this.#last, this.#trouble].filter((part) => part !== undefined);
    return parts.length === 0 ? "nothing was missed" : parts.join("; ");
  }

  /** Looks now and from then on, unless it is looking already; resolves when it has, whatever came of it. */
  look(): Promise<void> {
    this.#looking ??= this.#pass().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#cancel();
    await this.#looking;
  }

  async #pass(): Promise<void> {
    this.#cancel();
    const wait = await this.#attempt().catch((error: unknown) => this.#failed(error));
    if (this.#stop.signal.aborted) return;
    const jitter = 0.9 + this.#options.random() * 0.2;
    this.#cancel = this.#options.timers.after(Math.round(wait * jitter), () => void this.look());
  }

  /** Answers when to look again. */
  async #attempt(): Promise<number> {
    const { inbox, everyMs } = this.#options;
    // Whoever has it goes on; when that replica dies, the others are not long without.
    if (!(await inbox.lease("catch-up", everyMs + firstRetryMs))) {
      this.#trouble = "another replica looks";
      return everyMs;
    }
    const soon = await sweep({
      ...this.#options,
      memory: this.#memory,
      startedAt: this.#startedAt,
      stop: this.#stop.signal,
      onOutcome: (outcome, delivery) => this.#note(outcome, delivery),
    });
    this.#failures = 0;
    this.#trouble = undefined;
    this.#tell();
    return soon ? Math.min(everyMs, underwayMs) : everyMs;
  }

  #note(outcome: CatchUpOutcome, { at }: MissedDelivery): void {
    this.#options.onOutcome?.(outcome);
    if (outcome === "recovered") this.#gap = widen(this.#gap, at);
    if (outcome === "gone") this.#gone += 1;
  }

  /** Says what this look found; trouble that goes on is one gap for whoever asks later. */
  #tell(): void {
    const gap = this.#gap;
    const lost = this.#gone === 0 ? [] : [`${this.#gone} could not be recovered`];
    if (gap === undefined && lost.length === 0) return;
    const now = [...(gap ? [describeGap(gap)] : []), ...lost].join(", ");
    this.#options.log.warn({ gap: now, recovered: gap?.recovered ?? 0 }, "deliveries had not reached us");
    this.#lastGap = gap && this.#lastGap ? join(this.#lastGap, gap) : (gap ?? this.#lastGap);
    this.#last = [...(this.#lastGap ? [describeGap(this.#lastGap)] : []), ...lost].join(", ");
    this.#gap = undefined;
    this.#gone = 0;
  }

  #failed(error: unknown): number {
    const { everyMs, log } = this.#options;
    if (this.#stop.signal.aborted) return everyMs;
    const ms = Math.max(Math.min(everyMs, firstRetryMs * 2 ** this.#failures), retryAfterOf(error));
    this.#failures = Math.min(this.#failures + 1, 20);
    this.#trouble = "what was sent could not be looked through; it is tried again";
    log.warn({ err: error, ms }, "could not look for deliveries that did not arrive; it is tried again");
    return ms;
  }
}

function retryAfterOf(error: unknown): number {
  const asked = error instanceof Error && "retryAfter" in error ? error.retryAfter : undefined;
  return typeof asked === "number" ? asked : 0;
}
