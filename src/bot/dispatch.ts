import type { Delivery, DispatchRun } from "./delivery.ts";
import { type DeskOptions, openDesk } from "./delivery-desk.ts";
import { decodeEvent } from "./events/decode-event.ts";
import { obeyedTexts } from "./obeyed-texts.ts";
import { observePush } from "./observe-push.ts";
import type { Registry } from "./registry.ts";
import { createFailureLog } from "./steps/failure-log.ts";
import { planJobs } from "./steps/plan-jobs.ts";
import { type JobOptions, runJob } from "./steps/run-job.ts";
import type { StepFailure } from "./steps/step-failure.ts";
import { createThreadBudget } from "./steps/thread-budget.ts";

export interface DispatchResult {
  /** Empty when every step ended. */
  readonly failures: readonly StepFailure[];
  /** Why nothing was done with the delivery. */
  readonly ignored?: string;
}

/** What the dispatcher is given; what it makes itself is left out. */
export interface DispatcherOptions extends Omit<DeskOptions, "texts">, Omit<JobOptions, "failureLog" | "budget"> {
  readonly registry: Registry;
}

export type Dispatch = (delivery: Delivery, run: DispatchRun) => Promise<DispatchResult>;

/**
 * Turns a delivery into its effects: one step for every plugin that has something to do, side by side, each with its
 * own time and each recorded when it ends. What a plugin throws touches no other plugin and does not reject.
 */
export function createDispatcher(options: DispatcherOptions): Dispatch {
  const shared = {
    ...options,
    failureLog: createFailureLog(),
    budget: createThreadBudget(options.values, options.clock),
    texts: obeyedTexts(options.values, options.clock),
  };
  return async (delivery, run) => {
    const decoded = decodeEvent(delivery.event, delivery.body);
    if (decoded.kind === "malformed") return { failures: [], ignored: "the body is not a JSON object" };
    if (decoded.kind === "ignored") return { failures: [], ignored: decoded.reason };
    observePush(options.connections, delivery, decoded.event);
    const desk = openDesk(shared, { delivery, run, event: decoded.event });
    if (await desk.isReplay()) return { failures: [], ignored: "its text was obeyed under another delivery" };
    const steps = planJobs(options.registry, desk).filter((job) => !delivery.doneSteps.has(job.step));
    const outcomes = await Promise.all(steps.map((job) => runJob(shared, desk, job)));
    return { failures: outcomes.filter((outcome) => outcome !== undefined) };
  };
}
