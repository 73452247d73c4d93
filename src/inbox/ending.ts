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
      /** Whether the attempt is one of its failures. */
      readonly counts: boolean;
    };

export interface EndingOptions {
  readonly row: PendingDelivery;
  /** Absent when the body is gone. */
  readonly content: DeliveryContent | undefined;
  readonly outcome: RunOutcome | undefined;
  readonly limits: InboxLimits;
  readonly random: () => number;
  readonly now: number;
  /** Why its whole group was given up, so that it was not run. */
  readonly buried?: string | undefined;
}

/** A delivery is done only when none of its steps was given up, in this run or an earlier one. */
export function decideEnding(options: EndingOptions): Ending {
  const { content, outcome, buried } = options;
  if (buried !== undefined) return dead(buried);
  if (content === undefined || outcome === undefined) return dead("Its body is gone.");
  if (outcome.kind === "interrupted") return { outcome: "interrupted" };
  if (outcome.kind === "failed") return parking(outcome) ?? failure(options, content, outcome);
  const given = givenUp(content);
  return given.length === 0 ? { outcome: "done" } : dead(reasonOf(given));
}

function dead(reason: string): Ending {
  return { outcome: "dead", reason, steps: [], cause: undefined };
}

/** Nothing of the run is counted: the steps that failed run again when the group does. */
function parking({ failures }: Extract<RunOutcome, { kind: "failed" }>): Ending | undefined {
  const failed = failures.find(({ advice }) => advice === "park");
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
    return { outcome: "retry", reason, steps, cause, notBefore: now + verdict.delayMs, counts: verdict.counts };
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
    case "retry": {
      const { notBefore, reason, steps, counts } = ending;
      return store.retry({ id, notBefore, error: reason, steps, now, counts });
    }
  }
}
