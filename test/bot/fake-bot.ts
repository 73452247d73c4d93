import type { DeliveryScope, GitHubConnections, OwnersRequest } from "../../src/bot/connections.ts";
import { createDispatcher, type DispatcherOptions, type DispatchResult } from "../../src/bot/dispatch.ts";
import { createRegistry } from "../../src/bot/registry.ts";
import type { ValueStore } from "../../src/bot/steps/plugin-memory.ts";
import type { StepReport } from "../../src/bot/steps/run-job.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import type { GitHub } from "../../src/github/github.ts";
import { createLogger, type Logger } from "../../src/log.ts";
import type { Owners } from "../../src/owners/owners.ts";
import type { Plugin } from "../../src/plugin-kit/define-plugin.ts";
import { bytes } from "./payloads.ts";

/** One thing said to GitHub. */
export interface Said {
  readonly plugin: string;
  readonly verb: string;
  readonly args: readonly unknown[];
}

export interface FakeBotOptions extends Partial<DispatcherOptions> {
  /** Enabled, in this order; all of them by default. */
  readonly enabled?: readonly string[];
  readonly sections?: Readonly<Record<string, unknown>>;
  readonly suggestCommands?: boolean;
  readonly foreignCommands?: readonly string[];
  /** What GitHub answers, by verb. */
  readonly answers?: Partial<Record<keyof GitHub, (...args: never[]) => Promise<unknown>>>;
  readonly doneSteps?: readonly string[];
  readonly signal?: AbortSignal;
  readonly observeBranch?: NonNullable<GitHubConnections["observeBranch"]>;
  readonly finishStep?: (step: string) => Promise<void>;
}

/** A dispatcher with everything around it in memory. */
export interface FakeBot {
  readonly said: Said[];
  readonly scopes: DeliveryScope[];
  readonly finished: string[];
  readonly logged: Record<string, unknown>[];
  readonly reports: StepReport[];
  readonly ownersAsked: OwnersRequest[];
  /** `arrival` tells one delivery from another; the same one when left out. */
  receives(header: string, payload: unknown, arrival?: { guid?: string; hook?: string }): Promise<DispatchResult>;
  /** The comments the bot made. */
  comments(): readonly string[];
}

export const NOW = Date.parse("2026-01-02T03:04:10Z");

export function fakeBot(plugins: readonly Plugin[], options: FakeBotOptions = {}): FakeBot {
  const said: Said[] = [];
  const logged: Record<string, unknown>[] = [];
  const scopes: DeliveryScope[] = [];
  const finished: string[] = [];
  const reports: StepReport[] = [];
  const ownersAsked: OwnersRequest[] = [];
  const dispatch = createDispatcher({
    registry: createRegistry(plugins),
    configuration: { current: () => configurationOf(plugins, options) },
    connections: {
      forDelivery(scope) {
        scopes.push(scope);
        return { forPlugin: (plugin) => fakeGitHub(plugin, said, options.answers ?? {}) };
      },
      ...(options.observeBranch === undefined ? {} : { observeBranch: options.observeBranch }),
    },
    loadOwners: async (request) => {
      ownersAsked.push(request);
      return { fileName: request.commit } as Owners;
    },
    values: valuesOf(new Map()),
    log: memoryLog(logged),
    clock: { now: () => NOW },
    onStep: (report) => reports.push(report),
    ...options,
  });
  return {
    said,
    scopes,
    finished,
    logged,
    reports,
    ownersAsked,
    comments: () => said.filter(({ verb }) => verb === "comment").map(({ args }) => String(args[1])),
    receives: (event, payload, arrival = {}) =>
      dispatch(
        {
          guid: "guid-1",
          ...arrival,
          event,
          body: bytes(payload),
          receivedAt: NOW,
          doneSteps: new Set(options.doneSteps),
        },
        {
          signal: options.signal ?? new AbortController().signal,
          finishStep: options.finishStep ?? (async (step) => void finished.push(step)),
        },
      ),
  };
}

/** Values in memory, kept for ever. */
export function valuesOf(kept: Map<string, string>): ValueStore {
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
  };
}

function configurationOf(
  plugins: readonly Plugin[],
  options: FakeBotOptions,
): Configuration & { suggestCommands: boolean } {
  const names = options.enabled ?? plugins.map((plugin) => plugin.name);
  return {
    version: 1,
    pluginsFor: () => names,
    isEnabledAnywhere: (plugin) => names.includes(plugin),
    scopes: new Map(),
    section: (key) => options.sections?.[key],
    ownersFor: () => ({
      fileName: "OWNERS",
      aliasesPath: "OWNERS_ALIASES",
      markdownFrontMatter: false,
      skipCollaborators: true,
      ignoredDirectories: [],
    }),
    linkUrl: "https://github.example",
    foreignCommands: new Set(options.foreignCommands),
    suggestCommands: options.suggestCommands ?? true,
  };
}

function fakeGitHub(plugin: string, said: Said[], answers: NonNullable<FakeBotOptions["answers"]>): GitHub {
  const defaults: FakeBotOptions["answers"] = {
    botLogin: async () => "bowsprit[bot]",
    isMember: async () => true,
    branchHead: async () => "c".repeat(40),
  };
  const verb =
    (name: string) =>
    async (...args: never[]) => {
      said.push({ plugin, verb: name, args });
      return { ...defaults, ...answers }[name as keyof GitHub]?.(...args);
    };
  return new Proxy({} as GitHub, { get: (_, name) => verb(String(name)) });
}

function memoryLog(lines: Record<string, unknown>[]): Logger {
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };
  return createLogger({ level: "debug", format: "json", destination });
}
