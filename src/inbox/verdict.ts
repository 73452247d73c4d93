import { backoff } from "./backoff.ts";
import type { StepFailure } from "./inbox.ts";
import type { FailedStep } from "./store.ts";

export interface VerdictOptions {
  readonly failures: readonly StepFailure[];
  /** Steps that failed before with the advice to try once more. */
  readonly triedBefore: ReadonlySet<string>;
  /** How often the delivery failed before. */
  readonly failedBefore: number;
  /** When its tries began to count. */
  readonly since: number;
  readonly now: number;
  readonly random: () => number;
  readonly tries: number;
  readonly tryForMs: number;
}

/** What becomes of the delivery, and of each step that failed. */
export type Verdict =
  | { readonly kind: "retry"; readonly delayMs: number; readonly reason: string; readonly steps: readonly FailedStep[] }
  | { readonly kind: "dead"; readonly reason: string; readonly steps: readonly FailedStep[] };

/** What becomes of a delivery of which some steps failed: another try while one can help, else the end. */
export function judge(options: VerdictOptions): Verdict {
  const steps = options.failures.map((failure) => judgeStep(failure, options));
  const open = options.failures.filter((_, index) => steps[index]?.state === "failed");
  const reason = reasonOf(steps);
  if (open.length === 0) return { kind: "dead", reason, steps };
  const retryAfter = Math.max(0, ...open.map((failure) => failure.retryAfter ?? 0));
  const failures = options.failedBefore + 1;
  const delayMs = backoff({ failures, retryAfter, random: options.random });
  if (failures >= options.tries) return { kind: "dead", reason: `${reason} (given up after ${failures} tries)`, steps };
  if (options.now + delayMs - options.since > options.tryForMs) {
    return { kind: "dead", reason: `${reason} (given up: no try is left in the time allowed)`, steps };
  }
  return { kind: "retry", delayMs, reason, steps };
}

function judgeStep({ step, reason, advice }: StepFailure, { triedBefore }: VerdictOptions): FailedStep {
  const again = advice === "backoff" || advice === "park" || (advice === "once" && !triedBefore.has(step));
  return { step, state: again ? "failed" : "dead", error: shorten(reason) };
}

/** One line for a list: every step and why. */
export function reasonOf(steps: readonly FailedStep[]): string {
  return shorten(steps.map(({ step, error }) => (step === "" ? error : `${step}: ${error}`)).join("; "));
}

function shorten(reason: string): string {
  return reason.length > 1_000 ? `${reason.slice(0, 999)}…` : reason;
}
