import { createHash } from "node:crypto";
import { createClassifier } from "../../src/bot/classify-delivery.ts";
import { createRegistry } from "../../src/bot/registry.ts";
import type { Clock } from "../../src/clock.ts";
import { connectBot } from "../../src/compose/connect-bot.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { createGitHub } from "../../src/github/github-app.ts";
import { type DeliveryHandler, type EffectLog, StepFailures } from "../../src/inbox/inbox.ts";
import { silentLogger } from "../../src/log.ts";
import { plugins } from "../../src/plugins/index.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";

/** A webhook on its way. */
export interface Webhook {
  readonly guid: string;
  readonly event: string;
  readonly body: Buffer;
}

/** A sandbox whose webhooks wait to be handed on, and the time for it and for every bot. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  /** Webhooks that were sent and did not arrive yet. */
  readonly pending: Webhook[];
  pass(milliseconds: number): void;
  /** Begins anew: nothing pending, the present moment, at the start of a second. */
  reset(): void;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const time = { now: Date.now() };
  const clock: Clock = { now: () => time.now };
  const sandbox = await startSandbox({ clock });
  const pending: Webhook[] = [];
  let count = 0;
  sandbox.world.subscribe(({ name, repository, payload }) => {
    const installation = repository === null ? undefined : sandbox.world.installationOf(repository.owner.login);
    const body = Buffer.from(JSON.stringify({ ...payload, installation: { id: installation?.id } }));
    count += 1;
    pending.push({ guid: `guid-${count}`, event: name, body });
  });
  return {
    sandbox,
    clock,
    pending,
    pass: (milliseconds) => {
      time.now += milliseconds;
    },
    reset: () => {
      pending.length = 0;
      sandbox.requests.clear();
      time.now = Math.floor(Date.now() / 1_000) * 1_000;
    },
    close: () => sandbox.close(),
  };
}

/** What a bot's store holds: it outlives the bot. */
export interface Disk {
  readonly values: Map<string, string>;
  readonly effects: Map<string, { state: "unknown" | "done"; since: number }>;
  readonly blobs: Map<string, Uint8Array>;
  readonly doneSteps: Map<string, Set<string>>;
  readonly ended: Set<string>;
}

export function emptyDisk(): Disk {
  return { values: new Map(), effects: new Map(), blobs: new Map(), doneSteps: new Map(), ended: new Set() };
}

/** Whether a value is to be hidden from the bot: how a test plants a bug without one in the product. */
export type Hides = (key: string) => boolean;

export interface BotOptions {
  readonly disk: Disk;
  readonly configuration: Configuration;
  readonly hides?: Hides;
  /** Called for every request: before it is sent and when it was answered. Throws to kill the bot there. */
  readonly onWire?: (moment: "before" | "after") => void;
}

export interface RunningBot {
  /** Hands the webhook over as the inbox would: known ids are done already, each step runs once. Rejects when the bot dies of it. */
  receive(webhook: Webhook): Promise<void>;
}

/** A bot that has just been started: nothing in memory, the disk as it was left. */
export function startBot(stage: Stage, options: BotOptions): RunningBot {
  const { disk, configuration } = options;
  const registry = createRegistry(plugins);
  const classify = createClassifier({ enabledFor: (repo) => registry.enabledFor(configuration, repo) });
  const handle = connectBot({
    registry,
    configuration: { current: () => configuration },
    github: connections(stage, options),
    values: valuesOf(options),
    log: silentLogger(),
    clock: stage.clock,
  });
  return {
    async receive({ guid, event, body }) {
      if (disk.ended.has(guid) || classify(event, body).kind !== "wanted") return;
      await run(handle, { guid, event, body }, { disk, now: stage.clock.now() });
      disk.ended.add(guid);
    },
  };
}

async function run(handle: DeliveryHandler, webhook: Webhook, { disk, now }: { disk: Disk; now: number }) {
  const steps = disk.doneSteps.get(webhook.guid) ?? new Set<string>();
  disk.doneSteps.set(webhook.guid, steps);
  const delivery = { ...webhook, id: 1, attempt: 1, hook: "hook", lane: "", group: "", receivedAt: now };
  try {
    await handle(
      { ...delivery, doneSteps: new Set(steps) },
      { signal: new AbortController().signal, finishStep: async (step) => void steps.add(step) },
    );
  } catch (error) {
    if (error instanceof StepFailures) throw new Error(error.message, { cause: error.failures[0]?.cause });
    throw error;
  }
}

function connections(stage: Stage, { disk, hides, onWire, configuration }: BotOptions) {
  const { sandbox, clock } = stage;
  return createGitHub({
    settings: {
      apiUrl: sandbox.url,
      credentials: { kind: "app", appId: sandbox.app.id, privateKey: sandbox.app.privateKey },
      limits: { enabled: false },
    },
    log: silentLogger(),
    clock,
    sleep: async (milliseconds) => stage.pass(milliseconds),
    effects: effectsOf(disk, clock),
    blobs: { get: async (key) => disk.blobs.get(key), set: async (key, bytes) => void disk.blobs.set(key, bytes) },
    values: valuesOf({ disk, configuration, ...(hides === undefined ? {} : { hides }) }),
    markerSecret: "secret",
    fetch: async (...request) => {
      onWire?.("before");
      const answer = await fetch(...request);
      onWire?.("after");
      return answer;
    },
  });
}

function valuesOf({ disk, hides }: BotOptions) {
  return {
    get: async (key: string) => (hides?.(key) ? undefined : disk.values.get(key)),
    set: async (key: string, value: string) => void disk.values.set(key, value),
  };
}

function effectsOf({ effects }: Disk, clock: Clock): EffectLog {
  return {
    async begin(effect) {
      const known = effects.get(effect);
      if (known !== undefined) return known;
      effects.set(effect, { state: "unknown", since: clock.now() });
      return { state: "new", since: clock.now() };
    },
    async settle(effect, outcome) {
      if (outcome === "refused") effects.delete(effect);
      else effects.set(effect, { state: "done", since: clock.now() });
    },
  };
}

/** The configuration in which these plugins are enabled for the organisation. */
export function configurationFor(org: string, sections: object = {}): Configuration {
  const file = { plugins: { [org]: { plugins: ["lgtm", "approve", "hold"] } }, ...sections };
  const texts = { plugins: { file: "plugins.yaml", text: JSON.stringify(file) } };
  return buildConfiguration(texts, plugins, 1).configuration;
}

/** A copy of a webhook under an id that nobody signed. */
export function underAnotherId(webhook: Webhook, salt: number): Webhook {
  return { ...webhook, guid: createHash("sha256").update(`${webhook.guid} ${salt}`).digest("hex") };
}
