import { createHash, generateKeyPairSync } from "node:crypto";
import { createClassifier } from "../../src/bot/events/classify-delivery.ts";
import { createRegistry } from "../../src/bot/registry.ts";
import type { Clock } from "../../src/clock.ts";
import { connectBot } from "../../src/compose/connect-bot.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { createGitHub } from "../../src/github/github-app.ts";
import {
  type DeliveryHandler,
  type EffectLog,
  type KeyValueStore,
  type StepFailure,
  StepFailures,
} from "../../src/inbox/inbox.ts";
import { silentLogger } from "../../src/log.ts";
import { plugins } from "../../src/plugins/index.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { signOnce } from "./sign-once.ts";

signOnce();
const KEY = quickKey();
const log = silentLogger();

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
  const sandbox = await startSandbox({ clock, app: { privateKey: KEY } });
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
  /**
   * Asked at every request and every write to the disk, before it and after it took effect: whether the bot is killed
   * there. From then on it does nothing more.
   */
  readonly diesAt?: (moment: Moment) => boolean;
}

/** What handing a webhook to a bot rejects with when the bot was killed meanwhile. */
export class BotDied extends Error {
  override readonly name = "BotDied";
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
  const life = new Life(options.diesAt ?? (() => false));
  const values = valuesOf(options, life);
  const registry = createRegistry(plugins);
  const classify = createClassifier({ enabledFor: (repo) => registry.enabledFor(configuration, repo) });
  const handle = connectBot({
    registry,
    configuration: { current: () => configuration },
    github: connections(stage, { disk, values, life }),
    values,
    log,
    clock: stage.clock,
  });
  const work = async ({ guid, event, body }: Webhook) => {
    if (disk.ended.has(guid) || classify(event, body).kind !== "wanted") return [];
    const failures = await run(handle, { guid, event, body }, { disk, life, now: stage.clock.now() });
    if (failures.length === 0) await life.write(() => disk.ended.add(guid));
    return failures;
  };
  const attempt: RunningBot["attempt"] = (webhook) => Promise.race([work(webhook), life.death]);
  return { attempt, receive: (webhook) => tryAgainAndAgain(stage, () => attempt(webhook)) };
}

/** The time between a start and a kill. */
class Life {
  /** Rejects when the bot is killed. */
  readonly death: Promise<never>;
  private readonly end = new AbortController();
  private readonly diesAt: (moment: Moment) => boolean;

  constructor(diesAt: (moment: Moment) => boolean) {
    this.diesAt = diesAt;
    this.death = new Promise((_, reject) => this.signal.addEventListener("abort", () => reject(new BotDied())));
    // A bot that is killed between two webhooks has nobody who waits for it.
    this.death.catch(() => {});
  }

  /** Fires at the end, so that no timer of the dead keeps what they held. */
  get signal(): AbortSignal {
    return this.end.signal;
  }

  /** Something is done that a kill can come before or after; who is dead waits for ever. */
  async act<T>(work: () => T | Promise<T>): Promise<T> {
    await this.pass("before");
    const answer = await work();
    await this.pass("after");
    return answer;
  }

  /** A write, which is done at once. */
  write(work: () => unknown): Promise<void> {
    return this.act(() => void work());
  }

  private async pass(moment: Moment): Promise<void> {
    if (!this.signal.aborted && this.diesAt(moment)) this.end.abort();
    if (this.signal.aborted) await new Promise(() => {});
  }
}

async function tryAgainAndAgain(stage: Stage, attempt: () => Promise<readonly StepFailure[]>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const [failure, ...others] = await attempt();
    if (failure === undefined) return;
    const failures = [failure, ...others] as const;
    if (tries === MOST_TRIES || failures.every(({ advice }) => advice === "never")) throw new StepFailures(failures);
    stage.pass(waitOf(failures));
  }
}

/** Of one webhook, by a bot that lives. */
export const MOST_TRIES = 10;

/** Milliseconds after which what failed is tried again. */
export function waitOf(failures: readonly StepFailure[]): number {
  return Math.max(1_000, ...failures.map(({ retryAfter = 0 }) => retryAfter));
}

interface Running {
  readonly disk: Disk;
  readonly life: Life;
  readonly now: number;
}

async function run(handle: DeliveryHandler, webhook: Webhook, running: Running): Promise<readonly StepFailure[]> {
  const { disk, life, now } = running;
  const steps = disk.doneSteps.get(webhook.guid) ?? new Set<string>();
  disk.doneSteps.set(webhook.guid, steps);
  const delivery = { ...webhook, id: 1, attempt: 1, hook: "hook", lane: "", group: "", receivedAt: now };
  try {
    await handle(
      { ...delivery, doneSteps: new Set(steps) },
      { signal: life.signal, finishStep: (step) => life.write(() => steps.add(step)) },
    );
    return [];
  } catch (error) {
    if (error instanceof StepFailures) return error.failures;
    throw error;
  }
}

interface Connecting {
  readonly disk: Disk;
  readonly values: KeyValueStore;
  readonly life: Life;
}

function connections({ sandbox, clock, pass }: Stage, { disk, values, life }: Connecting) {
  return createGitHub({
    settings: {
      apiUrl: sandbox.url,
      credentials: { kind: "app", appId: sandbox.app.id, privateKey: sandbox.app.privateKey },
      limits: { enabled: false },
    },
    log,
    clock,
    sleep: async (milliseconds) => pass(milliseconds),
    effects: effectsOf(disk, life, clock),
    blobs: {
      get: async (key) => disk.blobs.get(key),
      set: (key, bytes) => life.write(() => disk.blobs.set(key, bytes)),
    },
    values,
    markerSecret: "secret",
    fetch: (address, init) => {
      const asking = life.act(() => sandbox.fetch(address, init));
      // Within one process, auth-app lets everybody who wants a token wait for whoever asked first, dead or not.
      return String(address).endsWith("/access_tokens") ? Promise.race([asking, life.death]) : asking;
    },
  });
}

function valuesOf({ disk, hides }: BotOptions, life: Life): KeyValueStore {
  return {
    get: async (key: string) => (hides?.(key) ? undefined : disk.values.get(key)),
    set: (key: string, value: string) => life.write(() => disk.values.set(key, value)),
  };
}

function effectsOf({ effects }: Disk, life: Life, clock: Clock): EffectLog {
  return {
    begin: async (effect) => {
      const known = effects.get(effect);
      if (known !== undefined) return known;
      await life.write(() => effects.set(effect, { state: "unknown", since: clock.now() }));
      return { state: "new", since: clock.now() };
    },
    settle: (effect, outcome) =>
      life.write(() => {
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
