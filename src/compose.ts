import { basename } from "node:path";
import { createClassifier } from "./bot/events/classify-delivery.ts";
import { createRegistry, type Registry } from "./bot/registry.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Care, careForInstallations } from "./compose/care-for-installations.ts";
import { chooseInbox } from "./compose/choose-inbox.ts";
import { connectBot } from "./compose/connect-bot.ts";
import { connectHelp } from "./compose/connect-help.ts";
import { isDeliberate } from "./compose/deliberate-replay.ts";
import { createDoubts, type Doubts } from "./compose/doubts.ts";
import { markerSecrets } from "./compose/marker-secrets.ts";
import { prepareUpkeep, type Upkeep, type UpkeepOptions } from "./compose/start-upkeep.ts";
import { watchFiles } from "./compose/watch-files.ts";
import type { Configuration, ConfigurationSource } from "./config/configuration.ts";
import type { ConfigurationStatus } from "./config/watch-configuration.ts";
import type { ServeSettings } from "./environment.ts";
import { createGitHub, type GitHubConnections } from "./github/github-app.ts";
import type { PutResult } from "./inbox/inbox.ts";
import type { OpenInbox } from "./inbox/open-inbox.ts";
import type { Logger } from "./log.ts";
import type { Plugin } from "./plugin-kit/define-plugin.ts";
import { plugins as allPlugins } from "./plugins/index.ts";
import { createByteBudget } from "./server/byte-budget.ts";
import type { ReadinessCheck } from "./server/health.ts";
import { createHttpHost, type HttpHost } from "./server/http-host.ts";
import { createIntake } from "./server/intake.ts";
import { createMetrics, type Metrics } from "./server/metrics.ts";
import { createPages } from "./server/pages.ts";
import { withReplayEndpoint } from "./server/replay-endpoint.ts";
import { version } from "./version.ts";

/** One request to GitHub, as tests and the demo count them. */
export type { RequestObservation } from "./github/connection/count-requests.ts";
/** The store must not be used; the message is a sentence for whoever starts the process. */
export { InboxRefused } from "./inbox/inbox-unavailable.ts";
/** The port cannot be opened; the message is a sentence as well. */
export { ListenRefused } from "./server/listen-refused.ts";

export interface BotOptions {
  readonly settings: ServeSettings;
  readonly log: Logger;
  readonly clock?: Clock;
  /** Every plugin there is, unless a test brings its own. */
  readonly plugins?: readonly Plugin[];
  /** A configuration from elsewhere than the files the settings name. */
  readonly configuration?: ConfigurationSource;
  readonly onRequest?: Parameters<typeof createGitHub>[0]["onRequest"];
  /** What the bot does unasked; nothing unless told, so that every request to GitHub has a delivery that caused it. */
  readonly upkeep?: UpkeepOptions;
}

/** A webhook as a host such as Probot hands it over. */
export interface VerifiedDelivery {
  readonly event: string;
  readonly guid: string;
  readonly body: Buffer;
}

export type Acceptance = PutResult | "unwanted" | "foreign" | "malformed";

/** The whole bot, ready to listen. */
export interface Bot {
  /** Takes deliveries and begins to run what is pending; resolves with the port in use. */
  listen(): Promise<number>;
  /** Begins to run what is pending, without a port: deliveries come through `accept`. */
  start(): void;
  /** Takes a delivery whose signature somebody else checked; resolves once it is on disk, or says why it is not. */
  accept(delivery: VerifiedDelivery): Promise<Acceptance>;
  /** Resolves when nothing is pending or running. */
  idle(): Promise<void>;
  /** Stops taking deliveries, lets running ones end and leaves the rest on disk. */
  stop(): Promise<void>;
  readonly inbox: OpenInbox;
  readonly github: GitHubConnections;
  readonly metrics: Metrics;
}

/** Longest time running deliveries get when the process stops, in milliseconds. */
const GRACE_MS = 8_000;
/** How long answers carry `Connection: close` before the port closes, in milliseconds. */
const LINGER_MS = 300;
const MEBIBYTE = 1_048_576;

/** Builds the object graph; the only place that knows every room. Rejects when the inbox or a file cannot be used. */
export async function composeBot(options: BotOptions): Promise<Bot> {
  const { settings, log, clock = systemClock, plugins = allPlugins } = options;
  const registry = createRegistry(plugins, {
    onConflicts: (conflicts, repo) =>
      log.warn({ conflicts, repo: `${repo.owner}/${repo.name}` }, "commands claimed twice"),
  });
  const files = options.configuration ? undefined : watchFiles({ settings, plugins, log, clock });
  const configuration = options.configuration ?? files;
  if (configuration === undefined) throw new Error("no configuration");
  const watch = {
    current: () => configuration.current(),
    status: () => statusOf(configuration.current(), files?.status),
  };
  const late: { metrics?: Metrics } = {};
  const inbox = await chooseInbox(settings, {
    log,
    clock,
    onFinished: ({ ageMs, outcome }) => {
      if (outcome !== "interrupted") late.metrics?.finished(outcome, ageMs / 1_000);
    },
  });
  const metrics = createMetrics({ inbox: () => ({ ...inbox.counts() }), configuration: watch.status });
  late.metrics = metrics;
  const doubts = createDoubts(inbox.values, clock);
  const github = openGitHub(options, { inbox, metrics, clock, doubts });
  const classify = createClassifier({
    enabledFor: (repo) => registry.enabledFor(watch.current(), repo),
    alsoWanted: new Set(["push"]),
    allowedAccounts: settings.allowedAccounts,
  });
  const parts = { settings, registry, watch, inbox, metrics, github, classify, doubts, clock, log };
  const rooms = { ...parts, care: careForInstallations(parts) };
  const upkeep = prepareUpkeep(options.upkeep ?? {}, rooms);
  const host = openHost({ ...options, clock, plugins }, { ...rooms, upkeep });
  const handle = openHandler(options, rooms);
  const start = () => {
    inbox.start(handle);
    upkeep.start();
  };
  return {
    listen: async () => {
      const port = await host.listen(settings.port, settings.host);
      start();
      return port;
    },
    start,
    accept: async ({ event, guid, body }) => {
      const classified = classify(event, body);
      if (classified.kind !== "wanted") return classified.kind;
      const { lane, group } = classified;
      return inbox.put({ hook: "host", guid, event, lane, group, body, receivedAt: clock.now() });
    },
    idle: () => inbox.idle(),
    stop: async () => {
      files?.stop();
      // A request to GitHub that is under way must not hold up the process.
      void upkeep.stop();
      await Promise.all([host.drain(LINGER_MS), inbox.drain({ graceMs: GRACE_MS })]);
    },
    inbox,
    github,
    metrics,
  };
}

function openHandler({ settings }: BotOptions, rooms: Omit<Rooms, "upkeep"> & { clock: Clock; log: Logger }) {
  const { watch, metrics, inbox } = rooms;
  const handle = connectBot({
    ...rooms,
    configuration: watch,
    values: inbox.values,
    onStep: ({ plugin, outcome }) => metrics.step(plugin, outcome),
    sharesAccount: settings.credentials.kind === "token",
    isDeliberate: (delivery) => isDeliberate(delivery, settings.webhookSecrets),
  });
  return rooms.care.hearing(handle);
}

/** What the pages and metrics say of the configuration. */
interface Watch extends ConfigurationSource {
  status(): Pick<ConfigurationStatus, "valid" | "version">;
}

interface Rooms {
  readonly registry: Registry;
  readonly watch: Watch;
  readonly inbox: OpenInbox;
  readonly metrics: Metrics;
  readonly github: GitHubConnections;
  readonly classify: ReturnType<typeof createClassifier>;
  readonly care: Care;
  readonly upkeep: Upkeep;
}

function statusOf(current: Configuration, status: ConfigurationStatus | undefined) {
  return { valid: status?.valid ?? true, version: current.version };
}

function openGitHub(
  options: BotOptions,
  rooms: Pick<Rooms, "inbox" | "metrics"> & { clock: Clock; doubts: Doubts },
): GitHubConnections {
  const { settings, log, onRequest } = options;
  const { concurrency, ...limits } = settings.limits;
  return createGitHub({
    settings: {
      apiUrl: settings.apiUrl,
      credentials: settings.credentials,
      limits: { ...limits, concurrent: concurrency },
    },
    log,
    clock: rooms.clock,
    effects: rooms.inbox.effects,
    blobs: rooms.inbox.blobs,
    values: rooms.inbox.values,
    sharing: rooms.inbox,
    doubtedSince: (delivery) => rooms.doubts.since(delivery),
    ...markerSecrets(settings.webhookSecrets),
    onRequest: (observation) => {
      rooms.metrics.githubRequest(observation);
      onRequest?.(observation);
    },
  });
}

function openHost(options: BotOptions & { clock: Clock; plugins: readonly Plugin[] }, rooms: Rooms): HttpHost {
  const { settings, log, clock, plugins } = options;
  const { registry, watch, inbox, metrics, classify } = rooms;
  const intake = createIntake({
    secrets: settings.webhookSecrets,
    hooks: settings.allowedHooks,
    inbox,
    classify,
    budget: createByteBudget({ total: 128 * MEBIBYTE, keptForSmall: 32 * MEBIBYTE }),
    clock,
    log,
    onOutcome: metrics.delivery,
  });
  const pages = createPages({
    readiness: () => readinessOf(rooms),
    metrics: metrics.registry,
    ...connectHelp({ plugins, registry, configuration: watch }),
    version,
  });
  const webhookPaths = new Set(["/hook", settings.webhookPath]);
  return createHttpHost({
    webhookPaths,
    intake,
    pages: withReplayEndpoint({ secrets: settings.webhookSecrets, inbox, clock }, pages),
    onError: (err) => log.error({ err }, "a request failed"),
  });
}

function readinessOf({ inbox, watch, upkeep }: Rooms): readonly ReadinessCheck[] {
  const { pending, dead } = inbox.counts();
  const status = inbox.status();
  const { valid, version: number } = watch.status();
  return [
    {
      name: "inbox",
      ok: status.state === "open" && !status.full,
      detail: inboxDetail(status, `${pending} pending, ${dead} dead`),
    },
    {
      name: "configuration",
      ok: true,
      detail: valid ? `version ${number}` : `version ${number}, files on disk not usable`,
    },
    ...lossOf(inbox.found.loss),
    ...upkeep.readiness(),
  ];
}

/** What anybody may read: no address and no reason of the driver's. */
function inboxDetail({ state, full }: ReturnType<OpenInbox["status"]>, counts: string): string {
  if (state !== "open") return `takes no deliveries now (${state}); ${counts}`;
  return full ? "the backlog is full" : counts;
}

/** Said until the next start: whoever was not there when it was logged has to know as well. */
function lossOf(loss: OpenInbox["found"]["loss"]): readonly ReadinessCheck[] {
  if (loss === undefined) return [];
  const aside = loss.movedTo === undefined ? "" : `, set aside as ${basename(loss.movedTo)}`;
  const what = loss.kind === "missing" ? "was gone" : `was damaged${aside}`;
  return [{ name: "store", ok: true, detail: `the inbox's file ${what}; this start began an empty one` }];
}
