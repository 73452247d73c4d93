import type { InboxLimits } from "./limits.ts";
import type { RunOutcome } from "./run-delivery.ts";
import type { DeliveryContent, FailedStep, PendingDelivery, Store } from "./store.ts";
import { judge, reasonOf } from "./verdict.ts";

/** What the disk is told about a run. */
export type Ending =
  | { readonly outcome: "done" }
  | {
      readonly outcome: "interrupted";
      /** Why its whole group has to wait; absent when the process stops. */
      readonly parked?: string;
    }
  | {
      readonly outcome: "dead";
      readonly reason: string;
      readonly steps: readonly FailedStep[];
      readonly cause: unknown;
    }
  | {
      readonly outcome: "retry";
      readonly reason: string;
      readonly steps: readonly FailedStep[];
      readonly cause: unknown;
      readonly notBefore: number;
      /** The attempt does not count as one of its failures. */
      readonly uncounted?: true;
    };

export interface EndingOptions {
  readonly row: PendingDelivery;
  /** Absent when the body is gone. */
  readonly content: DeliveryContent | undefined;
  readonly outcome: RunOutcome | undefined;
  readonly limits: InboxLimits;
  readonly random: () => number;
  readonly now: number;
  /** Whoever asks can park a group; for others a step that should be parked is tried again like any other. */
  readonly parks?: boolean;
}

/** A delivery is done only when none of its steps was given up, in this run or an earlier one. */
export function decideEnding(options: EndingOptions): Ending {
  const { content, outcome } = options;
  if (content === undefined || outcome === undefined) {
    return { outcome: "dead", reason: "Its body is gone.", steps: [], cause: undefined };
  }
  if (outcome.kind === "interrupted") return { outcome: "interrupted" };
  if (outcome.kind === "failed") return parking(options, outcome) ?? failure(options, content, outcome);
  const given = givenUp(content);
  return given.length === 0
    ? { outcome: "done" }
    : { outcome: "dead", reason: reasonOf(given), steps: [], cause: undefined };
}

/** Nothing of the run is counted: the steps that failed run again when the group does. */
function parking({ parks }: EndingOptions, { failures }: Extract<RunOutcome, { kind: "failed" }>): Ending | undefined {
  const failed = parks ? failures.find(({ advice }) => advice === "park") : undefined;
  return failed && { outcome: "interrupted", parked: failed.reason };
}

function failure(
  { row, limits, random, now }: EndingOptions,
  content: DeliveryContent,
  { failures }: Extract<RunOutcome, { kind: "failed" }>,
): Ending {
  const { tries, tryForMs, waitForMs } = limits;
  const triedBefore = new Set(content.steps.filter((step) => step.tries > 0).map(({ step }) => step));
  const base = { failures, triedBefore, failedBefore: row.failures, since: row.since };
  const verdict = judge({ ...base, attempts: content.attempts, now, random, tries, tryForMs, waitForMs });
  const cause = failures.find((failed) => failed.cause !== undefined)?.cause;
  const { reason, steps } = verdict;
  if (verdict.kind === "retry") {
    const uncounted = verdict.counts ? {} : { uncounted: true as const };
    return { outcome: "retry", reason, steps, cause, notBefore: now + verdict.delayMs, ...uncounted };
  }
  const earlier = givenUp(content).filter(({ step }) => !steps.some((failed) => failed.step === step));
  const whole = earlier.length === 0 ? reason : `${reasonOf(earlier)}; ${reason}`;
  return { outcome: "dead", reason: whole, steps, cause };
}

function givenUp(content: DeliveryContent): readonly FailedStep[] {
  return content.steps.flatMap(({ step, state, error }) =>
    state === "dead" ? [{ step, state, error: error ?? "" }] : [],
  );
}

/** Resolves when the ending is on disk. */
export function writeEnding(store: Store, id: number, ending: Ending, now: number): Promise<void> {
  switch (ending.outcome) {
    case "interrupted":
      return store.release({ id });
    case "done":
      return store.finish({ id, state: "done", error: null, steps: [], now });
    case "dead":
      return store.finish({ id, state: "dead", error: ending.reason, steps: ending.steps, now });
    case "retry":
      return store.retry({
        ...{ id, notBefore: ending.notBefore, error: ending.reason, steps: ending.steps, now },
        uncounted: ending.uncounted ?? false,
      });
  }
}
