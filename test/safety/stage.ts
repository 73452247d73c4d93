import { createHash, generateKeyPairSync } from "node:crypto";
import { createClassifier } from "../../src/bot/events/classify-delivery.ts";
import { createRegistry } from "../../src/bot/registry.ts";
import type { Clock } from "../../src/clock.ts";
import { connectBot } from "../../src/compose/connect-bot.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { createGitHub } from "../../src/github/github-app.ts";
import { type DeliveryHandler, type EffectLog, type StepFailure, StepFailures } from "../../src/inbox/inbox.ts";
import { silentLogger } from "../../src/log.ts";
import { plugins } from "../../src/plugins/index.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";

const log = silentLogger();
const registry = createRegistry(plugins);

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
  const sandbox = await startSandbox({ clock, app: { privateKey: quickKey() } });
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

/** Every restart signs with it: half as long as GitHub's, and in the form that needs no conversion, a fifth of the work. */
function quickKey(): string {
  const encoding = { type: "pkcs8", format: "pem" } as const;
  return generateKeyPairSync("rsa", { modulusLength: 1_024 }).privateKey.export(encoding).toString();
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
  readonly onWire?: (moment: Moment) => void;
  /** Called for everything that is written to the disk, before it is and when it is. Throws to kill the bot there. */
  readonly onDisk?: (moment: Moment) => void;
}

export type Moment = "before" | "after";

export interface RunningBot {
  /**
   * Hands the webhook over as the inbox would: known ids are done already, each step runs once, what may pass is tried
   * again after the time it asks for. Rejects when the bot dies of it, or fails for good.
   */
  receive(webhook: Webhook): Promise<void>;
  /** Hands it over once; answers which steps failed in a way that the inbox has rules for. */
  attempt(webhook: Webhook): Promise<readonly StepFailure[]>;
}

/** A bot that has just been started: nothing in memory, the disk as it was left. */
export function startBot(stage: Stage, options: BotOptions): RunningBot {
  const { disk, configuration } = options;
  const classify = createClassifier({ enabledFor: (repo) => registry.enabledFor(configuration, repo) });
  const handle = connectBot({
    registry,
    configuration: { current: () => configuration },
    github: connections(stage, options),
    values: valuesOf(options),
    log,
    clock: stage.clock,
  });
  const attempt: RunningBot["attempt"] = async ({ guid, event, body }) => {
    if (disk.ended.has(guid) || classify(event, body).kind !== "wanted") return [];
    const failures = await run(handle, { guid, event, body }, { ...options, now: stage.clock.now() });
    if (failures.length === 0) await written(options, () => disk.ended.add(guid));
    return failures;
  };
  return {
    attempt,
    async receive(webhook) {
      for (let tries = 1; ; tries += 1) {
        const [failure, ...others] = await attempt(webhook);
        if (failure === undefined) return;
        const failures = [failure, ...others] as const;
        if (tries === MOST_TRIES || failures.every(({ advice }) => advice === "never"))
          throw new StepFailures(failures);
        stage.pass(waitOf(failures));
      }
    },
  };
}

/** Of one webhook, by a bot that lives. */
export const MOST_TRIES = 10;

/** Milliseconds after which what failed is tried again. */
export function waitOf(failures: readonly StepFailure[]): number {
  return Math.max(1_000, ...failures.map(({ retryAfter = 0 }) => retryAfter));
}

type Running = Pick<BotOptions, "disk" | "onDisk"> & { readonly now: number };

async function run(handle: DeliveryHandler, webhook: Webhook, running: Running): Promise<readonly StepFailure[]> {
  const { disk, now } = running;
  const steps = disk.doneSteps.get(webhook.guid) ?? new Set<string>();
  disk.doneSteps.set(webhook.guid, steps);
  const delivery = { ...webhook, id: 1, attempt: 1, hook: "hook", lane: "", group: "", receivedAt: now };
  try {
    await handle(
      { ...delivery, doneSteps: new Set(steps) },
      { signal: new AbortController().signal, finishStep: (step) => written(running, () => void steps.add(step)) },
    );
    return [];
  } catch (error) {
    if (error instanceof StepFailures) return error.failures;
    throw error;
  }
}

/** A write of which the test is told before and after. */
async function written<T>({ onDisk }: Pick<BotOptions, "onDisk">, write: () => T): Promise<T> {
  onDisk?.("before");
  const answer = write();
  onDisk?.("after");
  return answer;
}

function connections(stage: Stage, options: BotOptions) {
  const { sandbox, clock } = stage;
  const { disk, onWire } = options;
  return createGitHub({
    settings: {
      apiUrl: sandbox.url,
      credentials: { kind: "app", appId: sandbox.app.id, privateKey: sandbox.app.privateKey },
      limits: { enabled: false },
    },
    log,
    clock,
    sleep: async (milliseconds) => stage.pass(milliseconds),
    effects: effectsOf(options, clock),
    blobs: {
      get: async (key) => disk.blobs.get(key),
      set: (key, bytes) => written(options, () => void disk.blobs.set(key, bytes)),
    },
    values: valuesOf(options),
    markerSecret: "secret",
    fetch: async (...request) => {
      onWire?.("before");
      const answer = await sandbox.fetch(...request);
      onWire?.("after");
      return answer;
    },
  });
}

function valuesOf({ disk, hides, onDisk }: Pick<BotOptions, "disk" | "hides" | "onDisk">) {
  return {
    get: async (key: string) => (hides?.(key) ? undefined : disk.values.get(key)),
    set: (key: string, value: string) => written(onDisk ? { onDisk } : {}, () => void disk.values.set(key, value)),
  };
}

function effectsOf(options: BotOptions, clock: Clock): EffectLog {
  const { effects } = options.disk;
  return {
    begin: async (effect) => {
      const known = effects.get(effect);
      if (known !== undefined) return known;
      await written(options, () => effects.set(effect, { state: "unknown", since: clock.now() }));
      return { state: "new", since: clock.now() };
    },
    settle: (effect, outcome) =>
      written(options, () => {
        if (outcome === "refused") effects.delete(effect);
        else effects.set(effect, { state: "done", since: clock.now() });
      }),
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
