import type { GitHub, ReactionTarget } from "../../github/github.ts";
import { GitHubError, isPassing } from "../../github/github-error.ts";
import type { Logger } from "../../log.ts";
import type { CommentEvent } from "../../plugin-kit/comment-event.ts";
import type { EventContext, PluginContext } from "../../plugin-kit/define-plugin.ts";
import type { EventName } from "../../plugin-kit/events.ts";
import { UserError } from "../../plugin-kit/user-error.ts";
import type { BotEvent } from "../events/decode-event.ts";
import type { EventSubject } from "../events/event-subject.ts";
import { formatReply } from "./format-reply.ts";
import type { PlannedStep } from "./plan-steps.ts";
import { type Answers, commandContext, type DeliveryContext, pluginContext } from "./plugin-context.ts";

/** What one delivery is about, for every step of it. */
export interface StepDelivery extends DeliveryContext {
  readonly event: BotEvent;
  readonly comment: CommentEvent | undefined;
  readonly subject: EventSubject | undefined;
}

export interface StepRun {
  readonly github: GitHub;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** False when the text turns out to be the bot's own. Asked only when there are commands to run. */
  readonly mayCommand: () => Promise<boolean>;
}

/**
 * Runs one plugin: its event handler, then its commands in order. A command that fails does not keep the next one from
 * running; the first failure is thrown at the end. A refusal ({@link UserError}) is no failure: it is replied.
 */
export async function runStep(step: PlannedStep, delivery: StepDelivery, run: StepRun): Promise<void> {
  if (step.broken !== undefined) throw step.broken.cause;
  const base = pluginContext(delivery, { plugin: step.plugin, ...run });
  const answers: Answers = { messages: [] };
  const failures: unknown[] = [];
  for (const part of partsOf(step, delivery, { base, answers })) {
    if (part.isCommand && !(await run.mayCommand())) break;
    try {
      await part.run();
    } catch (error) {
      if (error instanceof UserError) answers.messages.push(error.message);
      else failures.push(error);
    }
    if (run.signal.aborted) throw failures.find(isPassing) ?? run.signal.reason;
  }
  // A step that runs again says all of it then: a comment is made once for a delivery and plugin.
  if (failures.every((failure) => isFinal(failure))) await deliverAnswers(answers, delivery, run);
  if (failures.length > 0) throw failures[0];
}

interface Part {
  readonly isCommand: boolean;
  run(): Promise<void>;
}

function partsOf(
  step: PlannedStep,
  delivery: StepDelivery,
  { base, answers }: { readonly base: PluginContext<unknown>; readonly answers: Answers },
): readonly Part[] {
  const { event, comment } = delivery;
  const handler = step.plugin.on[event.name] as ((ctx: EventContext<EventName, unknown>) => Promise<void>) | undefined;
  const parts: Part[] = [];
  if (step.handlesEvent && handler !== undefined) {
    parts.push({ isCommand: false, run: async () => handler({ ...base, payload: event.payload }) });
  }
  if (comment === undefined) return parts;
  for (const { command, calls } of step.commands) {
    parts.push({ isCommand: true, run: async () => command.run(commandContext(base, comment, answers), calls) });
  }
  return parts;
}

/** Refusals of GitHub that no repetition changes: what the other commands said is said all the same. */
function isFinal(failure: unknown): boolean {
  return failure instanceof GitHubError && ["forbidden", "invalid", "gone"].includes(failure.refusal);
}

/** Posts everything said in a step as one comment, and the last reaction. */
export async function deliverAnswers(answers: Answers, delivery: StepDelivery, run: StepRun): Promise<void> {
  const { comment, subject } = delivery;
  if (answers.messages.length > 0 && subject !== undefined) {
    const { sender } = delivery.event.payload;
    const to =
      comment === undefined
        ? { author: sender.login, url: subject.url, body: "" }
        : { author: comment.author.login, url: comment.url, body: comment.body };
    await run.github.comment(subject.number, formatReply(to, answers.messages));
  }
  const target = comment === undefined ? undefined : reactionTarget(comment);
  if (answers.reaction === undefined || target === undefined) return;
  try {
    await run.github.react(target, answers.reaction);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    // A reaction only decorates what is done already; it is not worth running the step again.
    run.log.warn({ route: error.route, status: error.status }, "a reaction was refused");
  }
}

/** GitHub's REST API has no reactions on reviews. */
function reactionTarget(comment: CommentEvent): ReactionTarget | undefined {
  switch (comment.kind) {
    case "description":
      return { kind: "issue", number: comment.subject.number };
    case "comment":
    case "review-comment":
      return { kind: comment.kind, id: comment.id };
    default:
      return undefined;
  }
}
