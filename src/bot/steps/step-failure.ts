import { GitHubError } from "../../github/github-error.ts";
import { excerpt } from "../../log.ts";
import { StoppedError, TimeLimitError } from "./time-limit.ts";

/** Whether running a failed step again can help; `wait`: as often as it takes; `park`: not before the installation is back. */
export type RetryAdvice = "backoff" | "once" | "never" | "park" | "wait";

/** A step that did not end. The same shape as the inbox's. */
export interface StepFailure {
  readonly step: string;
  /** One sentence. */
  readonly reason: string;
  readonly advice: RetryAdvice;
  /** Not before this many milliseconds from now. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** GitHub's replicas may not know yet what an event this young speaks of, in milliseconds. */
const YOUNG = 60_000;
const LONGEST_REASON = 300;

/** What a thrown error means for the step; `age` is how long ago the event happened, in milliseconds. */
export function explainFailure(step: string, cause: unknown, age: number): StepFailure {
  if (cause instanceof GitHubError) return githubFailure(step, cause, age);
  const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : `threw ${typeof cause}`;
  return { step, reason: excerpt(reason, LONGEST_REASON), advice: adviceForOwn(cause), cause };
}

/** True for what nobody foresaw: to be logged as a bug, with its stack. */
export function isBug(cause: unknown): boolean {
  return !(cause instanceof GitHubError) && !isOutOfTime(cause);
}

/** A step that was stopped within its own time is not at fault: others, or what all of them waited for, took the delivery's. */
function adviceForOwn(cause: unknown): RetryAdvice {
  if (cause instanceof StoppedError) return "wait";
  return cause instanceof TimeLimitError ? "backoff" : "once";
}

function isOutOfTime(cause: unknown): boolean {
  return cause instanceof TimeLimitError || cause instanceof StoppedError;
}

function githubFailure(step: string, cause: GitHubError, age: number): StepFailure {
  const failure = { step, reason: excerpt(cause.message, LONGEST_REASON), advice: adviceFor(cause, age), cause };
  return cause.retryAfter === undefined ? failure : { ...failure, retryAfter: cause.retryAfter };
}

function adviceFor(error: GitHubError, age: number): RetryAdvice {
  switch (error.refusal) {
    case "rate-limit":
    case "server":
    case "network":
      return "wait";
    case "not-found":
      return age < YOUNG ? "backoff" : "never";
    case "suspended":
      return "park";
    case "unauthorized":
    case "conflict":
      return "once";
    default:
      return "never";
  }
}
