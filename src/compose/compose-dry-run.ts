import type { Delivery } from "../bot/delivery.ts";
import { createDispatcher, type DispatchResult } from "../bot/dispatch.ts";
import { createRegistry } from "../bot/registry.ts";
import { type Clock, systemClock } from "../clock.ts";
import type { ConfigurationSource } from "../config/configuration.ts";
import { readConfiguration } from "../config/load-configuration.ts";
import type { ServeSettings } from "../environment.ts";
import type { PlannedWrite } from "../github/connection/plan-writes.ts";
import { createGitHub, type GitHubConnections } from "../github/github-app.ts";
import type { EffectLog } from "../inbox/inbox.ts";
import type { Logger } from "../log.ts";
import { createOwnersLoader } from "../owners/load-owners.ts";
import type { Plugin } from "../plugin-kit/define-plugin.ts";
import { plugins as allPlugins } from "../plugins/index.ts";
import { markerSecrets } from "./marker-secrets.ts";
import { filesOf } from "./watch-files.ts";

export interface DryRunOptions {
  readonly settings: ServeSettings;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly plugins?: readonly Plugin[];
  /** A configuration from elsewhere than the files the settings name. */
  readonly configuration?: ConfigurationSource;
}

export interface DryRunResult extends DispatchResult {
  /** What would have been written to GitHub, in order. */
  readonly writes: readonly PlannedWrite[];
}

/** Longest a dry run may take, in milliseconds. */
const PATIENCE_MS = 120_000;

/**
 * Runs a delivery for its plan: GitHub is read with the settings' credentials and never written, and nothing is
 * remembered. A plugin that decides by the answer to one of its writes plans only as far as that.
 */
export async function dryRun(options: DryRunOptions, delivery: Delivery): Promise<DryRunResult> {
  const { settings, log, clock = systemClock, plugins = allPlugins } = options;
  const configuration = options.configuration ?? fixed(readConfiguration(filesOf(settings), plugins, 1).configuration);
  const github = openGitHub(settings, log, clock);
  const owners = createOwnersLoader({});
  const dispatch = createDispatcher({
    registry: createRegistry(plugins),
    configuration,
    connections: github,
    values: inMemory<string>(),
    loadOwners: (asked) => owners.load(asked.github, asked.commit, { settings: asked.settings, log }),
    log,
    clock,
    sharesAccount: settings.credentials.kind === "token",
  });
  const finishStep = () => Promise.resolve();
  const result = await dispatch(delivery, { signal: AbortSignal.timeout(PATIENCE_MS), finishStep });
  return { ...result, writes: github.plannedWrites() };
}

function fixed(configuration: ReturnType<ConfigurationSource["current"]>): ConfigurationSource {
  return { current: () => configuration };
}

function openGitHub(settings: ServeSettings, log: Logger, clock: Clock): GitHubConnections {
  const { apiUrl, credentials, limits, webhookSecrets } = settings;
  const { concurrency, ...others } = limits;
  return createGitHub({
    settings: { apiUrl, credentials, limits: { ...others, concurrent: concurrency } },
    log,
    clock,
    effects: forgetfulEffects(clock),
    blobs: inMemory<Uint8Array>(),
    values: inMemory<string>(),
    ...markerSecrets(webhookSecrets),
    dryRun: true,
  });
}

/** Every effect is new: what an earlier, real run did is GitHub's to tell. */
function forgetfulEffects(clock: Clock): EffectLog {
  return { begin: () => Promise.resolve({ state: "new", since: clock.now() }), settle: () => Promise.resolve() };
}

interface Kept<T> {
  get(key: string): Promise<T | undefined>;
  set(key: string, value: T): Promise<void>;
}

function inMemory<T>(): Kept<T> {
  const kept = new Map<string, T>();
  return {
    get: (key) => Promise.resolve(kept.get(key)),
    set: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}
