import type { Clock } from "../clock.ts";
import type { ConfigurationSource } from "../config/configuration.ts";
import { carriesCommentMarker } from "../github/comment-text.ts";
import type { Logger } from "../log.ts";
import type { CommentEvent } from "../plugin-kit/comment-event.ts";
import type { ScannedLine } from "../plugin-kit/scan-commands.ts";
import { commentFromEvent } from "./comment-from-event.ts";
import type { DeliveryConnection, GitHubConnections, LoadOwners } from "./connections.ts";
import { type BotEvent, decodeEvent } from "./decode-event.ts";
import { createDeliveryOwners } from "./delivery-owners.ts";
import { subjectOf } from "./event-subject.ts";
import { eventTime } from "./event-time.ts";
import { createFailureLog, type FailureLog } from "./failure-log.ts";
import { type ObeyedBots, obeyedLines } from "./obeyed-lines.ts";
import { type ObeyedTexts, obeyedTexts } from "./obeyed-texts.ts";
import { payloadState } from "./payload-state.ts";
import { planSteps } from "./plan-steps.ts";
import { pluginMemory, type ValueStore } from "./plugin-memory.ts";
import type { Registry } from "./registry.ts";
import { restrainedGitHub } from "./restrained-github.ts";
import { runStep, type StepDelivery, type StepRun } from "./run-step.ts";
import { explainFailure, type StepFailure } from "./step-failure.ts";
import { SUGGEST_STEP } from "./suggest-command.ts";
import { planSuggestion, postSuggestion } from "./suggest-step.ts";
import { createThreadBudget, type ThreadBudget } from "./thread-budget.ts";
import { withTimeLimit } from "./time-limit.ts";

/** One webhook, as the inbox keeps it. */
export interface Delivery {
  readonly guid: string;
  /** Which hook sent it: ids are unique per event, not per hook. */
  readonly hook?: string;
  readonly event: string;
  readonly body: Uint8Array;
  readonly receivedAt: number;
  /** Steps that ended in an earlier attempt and must not run again. */
  readonly doneSteps: ReadonlySet<string>;
}

export interface DispatchRun {
  /** Fires when the process stops or the delivery's time is up. */
  readonly signal: AbortSignal;
  /** Records that a step ended for good; resolves when that is on disk. */
  finishStep(step: string): Promise<void>;
}

export interface DispatchResult {
  /** Empty when every step ended. */
  readonly failures: readonly StepFailure[];
  /** Why nothing was done with the delivery. */
  readonly ignored?: string;
}

/** How one step ended, for the metrics. */
export interface StepReport {
  readonly plugin: string;
  readonly event: string;
  readonly outcome: "done" | "failed";
  /** Milliseconds it took. */
  readonly duration: number;
}

export interface DispatcherOptions {
  readonly registry: Registry;
  readonly configuration: ConfigurationSource;
  readonly connections: GitHubConnections;
  readonly loadOwners: LoadOwners;
  /** Where plugins' memories and the texts that were obeyed are kept. */
  readonly values: ValueStore;
  readonly log: Logger;
  readonly clock: Clock;
  /** Time of one step, in milliseconds; a minute by default. */
  readonly stepTimeLimit?: number;
  /** Bots, lower-cased, whose commands are obeyed all the same; the bot itself may be among them. */
  readonly obeyedBots?: ObeyedBots;
  /** Whether an operator wants a text obeyed again although it was obeyed before. */
  readonly isDeliberate?: (delivery: Delivery) => boolean;
  /** The bot speaks with a person's token: what that person writes is obeyed, what the bot wrote is not. */
  readonly sharesAccount?: boolean;
  readonly onStep?: (report: StepReport) => void;
}

const BRANCHES = "refs/heads/";

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
    observePush(options, delivery, decoded.event);
    const desk = openDesk(shared, { delivery, run, event: decoded.event });
    if (await desk.isReplay()) return { failures: [], ignored: "its text was obeyed under another delivery" };
    const steps = jobsOf(desk).filter((job) => !delivery.doneSteps.has(job.step));
    const outcomes = await Promise.all(steps.map((job) => runJob(desk, job)));
    return { failures: outcomes.filter((outcome) => outcome !== undefined) };
  };
}

interface DeskOptions extends DispatcherOptions {
  readonly failureLog: FailureLog;
  readonly budget: ThreadBudget;
  readonly texts: ObeyedTexts;
}

/** Everything one delivery's steps work with. */
interface Desk {
  readonly options: DeskOptions;
  readonly delivery: Delivery;
  readonly run: DispatchRun;
  readonly context: StepDelivery;
  readonly lines: readonly ScannedLine[];
  readonly connection: DeliveryConnection;
  /** When the event happened, in milliseconds since the epoch. */
  readonly eventAt: number;
  readonly mayCommand: () => Promise<boolean>;
  readonly isReplay: () => Promise<boolean>;
  /** Records that the text's commands ran, once. */
  readonly markObeyed: () => Promise<void>;
}

interface Job {
  readonly step: string;
  run(tools: StepRun): Promise<void>;
}

interface Arrived {
  readonly delivery: Delivery;
  readonly run: DispatchRun;
  readonly event: BotEvent;
}

function openDesk(options: DeskOptions, { delivery, run, event }: Arrived): Desk {
  const configuration = options.configuration.current();
  const { repository, installation } = event.payload;
  const repo = { owner: repository.owner.login, name: repository.name };
  const eventAt = eventTime(event);
  const connection = options.connections.forDelivery({
    delivery: delivery.guid,
    repo,
    ...(installation === undefined ? {} : { installation: installation.id }),
    receivedAt: delivery.receivedAt,
    ...(eventAt === undefined ? {} : { eventAt }),
    payload: payloadState(event),
    signal: run.signal,
  });
  const github = connection.forPlugin("owners", run.signal);
  const comment = commentFromEvent(event);
  const owners = createDeliveryOwners({ github, settings: configuration.ownersFor(repo), load: options.loadOwners });
  const obeyed = options.obeyedBots ?? new Set();
  const lines = obeyedLines(event, comment, obeyed);
  return {
    options,
    delivery,
    run,
    eventAt: eventAt ?? delivery.receivedAt,
    connection,
    context: {
      ...{ delivery: delivery.guid, repo, configuration, owners, event, comment, subject: subjectOf(event) },
      memoryOf: (plugin) => pluginMemory({ ...options, repository: repository.id, plugin }),
    },
    lines,
    ...guardText(options, { delivery, event, comment, lines }),
    mayCommand: once(async () => {
      if (options.sharesAccount) return !carriesCommentMarker(comment?.body ?? "");
      const login = comment?.author.login.toLowerCase();
      return login === undefined || obeyed.has(login) || login !== (await github.botLogin()).toLowerCase();
    }),
  };
}

interface ArrivedText {
  readonly delivery: Delivery;
  readonly event: BotEvent;
  readonly comment: CommentEvent | undefined;
  readonly lines: readonly ScannedLine[];
}

const UNGUARDED = { isReplay: async () => false, markObeyed: async () => {} };

/** Only texts that ask for something are guarded: commands, and reviews, whose state can act as one. */
function guardText({ texts, isDeliberate }: DeskOptions, arrived: ArrivedText): Pick<Desk, "isReplay" | "markObeyed"> {
  const { delivery, event, comment, lines } = arrived;
  if (isDeliberate?.(delivery)) return UNGUARDED;
  const asks = lines.length > 0 || event.name === "pull_request_review.submitted";
  if (comment === undefined || !asks) return UNGUARDED;
  const text = { repository: event.payload.repository.id, comment };
  const id = `${delivery.hook ?? ""} ${delivery.guid}`;
  return { isReplay: () => texts.isReplay(text, id), markObeyed: once(() => texts.mark(text, id)) };
}

/** The GitHub room remembers where branches stand, so that not every delivery has to ask. */
function observePush({ connections }: DispatcherOptions, delivery: Delivery, event: BotEvent): void {
  if (event.name !== "push" || !event.payload.ref.startsWith(BRANCHES)) return;
  const { repository, ref, after } = event.payload;
  const repo = { owner: repository.owner.login, name: repository.name };
  const at = eventTime(event) ?? delivery.receivedAt;
  connections.observeBranch?.(repo, ref.slice(BRANCHES.length), { sha: after, at });
}

function jobsOf({ options, context, lines }: Desk): readonly Job[] {
  const { event, subject, comment, configuration, repo } = context;
  const enabled = options.registry.enabledFor(configuration, repo);
  const jobs: Job[] = planSteps({ event, enabled, lines, subject }).map((step) => ({
    step: step.plugin.name,
    run: (tools) => runStep(step, context, tools),
  }));
  const suggestion = planSuggestion({ comment, lines, enabled, registry: options.registry, configuration });
  if (suggestion !== undefined) {
    jobs.push({ step: SUGGEST_STEP, run: (tools) => postSuggestion(suggestion, context, tools) });
  }
  return jobs;
}

async function runJob(desk: Desk, job: Job): Promise<StepFailure | undefined> {
  const { options, run, context } = desk;
  const log = options.log.child(logFields(desk, job.step));
  const started = options.clock.now();
  const failed = (error: unknown) => {
    const failure = explainFailure(job.step, error, options.clock.now() - desk.eventAt);
    options.failureLog.report(log, failure, context.event);
    return failure;
  };
  const failure = await attempt(desk, job, log).catch(failed);
  options.onStep?.({
    plugin: job.step,
    event: context.event.name,
    outcome: failure === undefined ? "done" : "failed",
    duration: options.clock.now() - started,
  });
  // Side by side, so that both are in one commit.
  return failure ?? Promise.all([desk.markObeyed(), run.finishStep(job.step)]).then(nothing, failed);
}

async function attempt(desk: Desk, job: Job, log: Logger): Promise<undefined> {
  const limit = { milliseconds: desk.options.stepTimeLimit ?? 60_000, signal: desk.run.signal };
  await withTimeLimit(limit, (signal) => {
    const { delivery, event } = desk.context;
    const restraint = { delivery, repository: event.payload.repository.id, plugin: job.step, log };
    const verbs = desk.connection.forPlugin(job.step, signal);
    const github = restrainedGitHub(verbs, { ...restraint, budget: desk.options.budget });
    return job.run({ github, log, signal, mayCommand: desk.mayCommand });
  });
}

/** The names operators search the log by; see docs. */
function logFields({ delivery, context }: Desk, plugin: string): Record<string, unknown> {
  const { repo, subject, event } = context;
  return {
    delivery: delivery.guid,
    event: event.name,
    repo: `${repo.owner}/${repo.name}`,
    number: subject?.number,
    plugin,
  };
}

function nothing(): undefined {}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask();
    return answer;
  };
}
