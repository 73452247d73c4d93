import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { Desk } from "../delivery-desk.ts";
import type { FailureLog } from "./failure-log.ts";
import { noteWrites } from "./note-writes.ts";
import type { Job } from "./plan-jobs.ts";
import { restrainedGitHub } from "./restrained-github.ts";
import { explainFailure, type StepFailure } from "./step-failure.ts";
import type { ThreadBudget } from "./thread-budget.ts";
import { withTimeLimit } from "./time-limit.ts";

/** How one step ended, for the metrics. */
export interface StepReport {
  readonly plugin: string;
  readonly event: string;
  readonly outcome: "done" | "failed";
  /** Milliseconds it took. */
  readonly duration: number;
}

export interface JobOptions {
  readonly log: Logger;
  readonly clock: Clock;
  readonly failureLog: FailureLog;
  readonly budget: ThreadBudget;
  /** Time of one step, in milliseconds; half of a delivery's minute by default, so that one that hangs is blamed itself. */
  readonly stepTimeLimit?: number;
  readonly onStep?: (report: StepReport) => void;
}

/**
 * Runs one step within its time and records that it ended. Never rejects: what it threw is logged and returned, and then
 * nothing is recorded.
 */
export async function runJob(options: JobOptions, desk: Desk, job: Job): Promise<StepFailure | undefined> {
  const { run, context } = desk;
  const log = options.log.child(logFields(desk, job.step));
  const started = options.clock.now();
  const failed = (error: unknown) => {
    const failure = explainFailure(job.step, error, options.clock.now() - desk.heardAt);
    options.failureLog.report(log, failure, context.event);
    return failure;
  };
  const effects: string[] = [];
  const failure = await attempt({ ...options, log, note: (write) => effects.push(write) }, desk, job).catch(failed);
  const duration = options.clock.now() - started;
  options.onStep?.({
    plugin: job.step,
    event: context.event.name,
    outcome: failure === undefined ? "done" : "failed",
    duration,
  });
  if (failure === undefined) tellEnd(log, effects, duration);
  // Side by side, so that both are in one commit.
  return failure ?? Promise.all([desk.markObeyed(), run.finishStep(job.step)]).then(nothing, failed);
}

/** What the step did on GitHub, so that the log answers who changed what and why; steps without effect are for debugging. */
function tellEnd(log: Logger, effects: readonly string[], duration: number): void {
  if (effects.length > 0) log.info({ effects, duration }, "a step ended");
  else log.debug({ duration }, "a step ended without effect");
}

interface Attempt extends JobOptions {
  readonly note: (write: string) => void;
}

async function attempt({ log, budget, stepTimeLimit, note }: Attempt, desk: Desk, job: Job): Promise<undefined> {
  const limit = { milliseconds: stepTimeLimit ?? 30_000, signal: desk.run.signal };
  await withTimeLimit(limit, (signal) => {
    const { delivery, event } = desk.context;
    const restraint = { delivery, repository: event.payload.repository.id, plugin: job.step, log };
    const verbs = noteWrites(desk.connection.forPlugin(job.step, signal), note);
    const github = restrainedGitHub(verbs, { ...restraint, budget });
    return job.run({ github, log, signal, mayCommand: desk.mayCommand });
  });
}

/** The names operators search the log by; see docs. */
function logFields({ context }: Desk, plugin: string): Record<string, unknown> {
  const { delivery, repo, subject, event } = context;
  return { delivery, event: event.name, repo: `${repo.owner}/${repo.name}`, number: subject?.number, plugin };
}

function nothing(): undefined {}
