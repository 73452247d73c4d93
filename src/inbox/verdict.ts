import { backoff, waitingTime } from "./backoff.ts";
import type { StepFailure } from "./inbox.ts";
import type { FailedStep } from "./store.ts";

export interface VerdictOptions {
  readonly failures: readonly StepFailure[];
  /** Steps that failed before with the advice to try once more. */
  readonly triedBefore: ReadonlySet<string>;
  /** How often the delivery was started, this time included. */
  readonly attempts: number;
  /** How often the delivery failed before, in ways that count. */
  readonly failedBefore: number;
  /** When its tries began to count. */
  readonly since: number;
  readonly now: number;
  readonly random: () => number;
  readonly tries: number;
  readonly tryForMs: number;
  /** The same for trouble that passes. */
  readonly waitForMs: number;
}

/** What becomes of the delivery, and of each step that failed; `counts`: the attempt is one of its tries. */
export type Verdict =
  | {
      readonly kind: "retry";
      readonly delayMs: number;
      readonly counts: boolean;
      readonly reason: string;
      readonly steps: readonly FailedStep[];
    }
  | { readonly kind: "dead"; readonly reason: string; readonly steps: readonly FailedStep[] };

/** What becomes of a delivery of which some steps failed: another try while one can help, else the end. */
export function judge(options: VerdictOptions): Verdict {
  const steps = options.failures.map((failure) => judgeStep(failure, options));
  const open = options.failures.filter((_, index) => steps[index]?.state === "failed");
  const reason = reasonOf(steps);
  if (open.length === 0) return { kind: "dead", reason, steps };
  const waiting = open.filter(({ advice }) => advice === "wait");
  if (waiting.length === open.length) return wait(options, waiting, { reason, steps });
  const failures = options.failedBefore + 1;
  const delayMs = backoff({ failures, retryAfter: longestOf(open), random: options.random });
  const spent = whySpent(options, delayMs);
  if (spent === undefined) return { kind: "retry", delayMs, counts: true, reason, steps };
  if (waiting.length === 0) return { kind: "dead", reason: `${reason} (given up${spent})`, steps };
  return wait(options, waiting, { reason, steps: steps.map((step) => (step.uncounted ? step : asDead(step))) });
}

/** For trouble that passes no try is counted: it lasts as long as it lasts. */
function wait(
  { attempts, failedBefore, since, now, random, waitForMs }: VerdictOptions,
  waiting: readonly StepFailure[],
  { reason, steps }: Pick<Verdict, "reason" | "steps">,
): Verdict {
  const failures = Math.max(1, attempts - failedBefore);
  const delayMs = waitingTime({ failures, retryAfter: longestOf(waiting), random });
  if (now + delayMs - since > waitForMs) {
    return { kind: "dead", reason: `${reason} (given up: it did not pass in the time allowed)`, steps };
  }
  return { kind: "retry", delayMs, counts: false, reason, steps };
}

/** The time it waited for others' trouble to pass is not counted against it: then only the tries are. */
function whySpent(options: VerdictOptions, delayMs: number): string | undefined {
  const { attempts, failedBefore, tries, since, now, tryForMs } = options;
  const failures = failedBefore + 1;
  if (failures >= tries) return ` after ${failures} tries`;
  const waited = attempts > failures;
  return !waited && now + delayMs - since > tryForMs ? ": no try is left in the time allowed" : undefined;
}

function longestOf(failures: readonly StepFailure[]): number {
  return Math.max(0, ...failures.map(({ retryAfter }) => retryAfter ?? 0));
}

function asDead({ step, error }: FailedStep): FailedStep {
  return { step, state: "dead", error };
}

function judgeStep({ step, reason, advice }: StepFailure, { triedBefore }: VerdictOptions): FailedStep {
  const error = shorten(reason);
  if (advice === "wait") return { step, state: "failed", error, uncounted: true };
  const again = advice === "backoff" || advice === "park" || (advice === "once" && !triedBefore.has(step));
  return { step, state: again ? "failed" : "dead", error };
}

/** One line for a list: every step and why. */
export function reasonOf(steps: readonly FailedStep[]): string {
  return shorten(steps.map(({ step, error }) => (step === "" ? error : `${step}: ${error}`)).join("; "));
}

function shorten(reason: string): string {
  return reason.length > 1_000 ? `${reason.slice(0, 999)}…` : reason;
}
