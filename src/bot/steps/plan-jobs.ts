import type { Desk } from "../delivery-desk.ts";
import type { Registry } from "../registry.ts";
import { planSteps } from "./plan-steps.ts";
import { runStep, type StepRun } from "./run-step.ts";
import { SUGGEST_STEP } from "./suggest-command.ts";
import { planSuggestion, postSuggestion } from "./suggest-step.ts";

/** One step, ready to run; `step` is the name under which its end is recorded. */
export interface Job {
  readonly step: string;
  run(tools: StepRun): Promise<void>;
}

/** A step for every plugin that has something to do, and one for a command that was misspelt. */
export function planJobs(registry: Registry, { context, lines }: Desk): readonly Job[] {
  const { event, subject, comment, configuration, repo } = context;
  const enabled = registry.enabledFor(configuration, repo);
  const jobs: Job[] = planSteps({ event, enabled, lines, subject }).map((step) => ({
    step: step.plugin.name,
    run: (tools) => runStep(step, context, tools),
  }));
  const suggestion = planSuggestion({ comment, lines, enabled, registry, configuration });
  if (suggestion !== undefined) {
    jobs.push({ step: SUGGEST_STEP, run: (tools) => postSuggestion(suggestion, context, tools) });
  }
  return jobs;
}
