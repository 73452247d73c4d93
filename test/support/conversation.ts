import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect } from "vitest";
import { type Bot, composeBot } from "../../src/compose.ts";
import { ConfigError } from "../../src/config/config-error.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { silentLogger } from "../../src/log.ts";
import type { Plugin } from "../../src/plugin-kit/define-plugin.ts";
import { plugins as allPlugins } from "../../src/plugins/index.ts";
import type { Sent } from "../../src/sandbox/hooks/hook-sender.ts";
import type { Person } from "../../src/sandbox/person.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import type { OrganizationOptions, RepositoryOptions } from "../../src/sandbox/state/making.ts";
import type { Comment, Review, ReviewState } from "../../src/sandbox/state/records.ts";
import type { RepositoryHandle } from "../../src/sandbox/state/repository-handle.ts";
import type { IssueOptions, PullOptions } from "../../src/sandbox/state/staging.ts";
import type { PullHandle, SubjectHandle } from "../../src/sandbox/state/subject-handle.ts";
import { postSigned } from "./post-signed.ts";
import { quiet } from "./quiet.ts";
import { SECRET, sandboxSettings } from "./sandbox-settings.ts";
import { shortRoute } from "./short-route.ts";

/** What is in force in a repository: its plugins, in order, and the other sections of plugins.yaml. */
export interface Rules {
  readonly plugins?: readonly string[];
  readonly config?: Readonly<Record<string, unknown>>;
}

export interface ConversationOptions extends Rules {
  /** Plugins of the test's own, beside every plugin there is. */
  readonly alsoKnown?: readonly Plugin[];
  readonly organization?: Omit<OrganizationOptions, "login">;
  /** What the fresh repository of each test starts with. */
  readonly repository?: Partial<RepositoryOptions>;
}

/** A webhook as it can be posted again, or otherwise. */
export interface Webhook {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly guid?: string;
}

/**
 * A bot and its GitHub. Each test has a repository `acme/…` to itself: `rick` and `colin` can write to it, `mia` is a
 * member of the organisation, `boss` owns it, everybody else is a stranger. What people do resolves when the bot has
 * dealt with it.
 */
export interface Conversation {
  readonly sandbox: Sandbox;
  readonly repo: RepositoryHandle;
  /** Starts over in another repository, with other contents or under other rules. */
  repository(options?: Partial<RepositoryOptions> & Rules): RepositoryHandle;
  /** A pull request that the bot has not heard of; `alice` wrote it unless the options say otherwise. */
  pull(options?: PullOptions): PullHandle;
  issue(options?: IssueOptions): SubjectHandle;
  comments(subject: SubjectHandle, login: string, body: string): Promise<Comment>;
  edits(comment: Comment, login: string, body: string): Promise<Comment>;
  reviews(pull: PullHandle, login: string, state: Exclude<ReviewState, "DISMISSED">, body?: string): Promise<Review>;
  /** Anything else that somebody does. */
  does<T>(login: string, act: (person: Person) => T): Promise<T>;
  /** What would have been sent for something that somebody does, had GitHub's webhooks not been held back. */
  withheld(login: string, act: (person: Person) => unknown): Promise<Webhook>;
  /** Posts a webhook to the bot, signed; answers the status. */
  hears(webhook: Webhook): Promise<number>;
  /** The newest webhook again: same bytes, same GUID. */
  redelivers(): Promise<void>;
  /** Does the same on two subjects, so that the second time is that of a bot that knows the repository. */
  warm<T>(subject: () => T, act: (subject: T) => Promise<unknown>): Promise<T>;
  /** Requests that GitHub saw since the last thing anybody did, by route; see {@link shortRoute}. */
  requests(): Record<string, number>;
  /** The bot's comments, oldest first. */
  said(subject: SubjectHandle): string[];
  /** Why deliveries were given up in this test. A test that does not ask must not have any. */
  dead(): Promise<string[]>;
  /** Runs the newest delivery that was given up again, as an operator does: what is missing of it. */
  replays(): Promise<void>;
  /** Lets time pass for GitHub and the bot alike, in milliseconds. */
  pass(milliseconds: number): void;
}

/** People take their time, and GitHub's timestamps are whole seconds; in milliseconds. */
const BETWEEN_ACTS = 3_000;
/** A bot that just started trusts no payload from before; in milliseconds. */
const SINCE_START = 10_000;
/** An address of loopback that nobody listens at. */
const NOWHERE = "http://127.0.0.1:9/";

/** Starts a sandbox and a bot for the tests of one file, and puts them away after the last one. */
export async function startConversation(options: ConversationOptions): Promise<Conversation> {
  const ground = await openGround(options);
  const { sandbox, time, hook } = ground;
  const { repository, current } = repositories(ground, options);
  const { act, hears, redelivers } = actsOn(ground);
  const { dead, replays, checkDead } = deadOf(ground);

  beforeEach(() => void repository());
  afterEach(() => {
    sandbox.faults.clear();
    checkDead();
  });
  afterAll(ground.close);

  return {
    sandbox,
    get repo() {
      return current();
    },
    ...{ repository, hears, redelivers, dead, replays },
    pull: (pull) => current().pull({ author: "alice", ...pull }),
    issue: (issue) => current().issue({ author: "alice", ...issue }),
    comments: (subject, login, body) => act(login, (person) => person.comment(subject, body)),
    edits: (comment, login, body) => act(login, (person) => person.editComment(comment, body)),
    reviews: (pull, login, state, body) => act(login, (person) => person.review(pull, state, body)),
    does: act,
    async withheld(login, what) {
      sandbox.deliverTo(NOWHERE, SECRET);
      await act(login, what);
      sandbox.deliverTo(hook, SECRET);
      return newest(sandbox);
    },
    async warm(subject, what) {
      await what(subject());
      const second = subject();
      await what(second);
      return second;
    },
    requests: () => countByRoute(sandbox),
    said: (subject) => subject.commentsBy(`${sandbox.app.slug}[bot]`),
    pass: (milliseconds) => {
      time.passed += milliseconds;
    },
  };
}

/** What the tests of one file share. */
interface Ground {
  readonly sandbox: Sandbox;
  readonly bot: Bot;
  readonly time: { passed: number };
  readonly hook: string;
  /** Puts rules in force. */
  configure(rules: Rules): void;
  close(): Promise<void>;
}

async function openGround(options: ConversationOptions): Promise<Ground> {
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-conversation-"));
  const time = { passed: 0 };
  const clock = { now: () => Date.now() + time.passed };
  const plugins = [...allPlugins, ...(options.alsoKnown ?? [])];
  const sandbox = await startSandbox({ clock });
  const holder: { current: Configuration } = { current: build(plugins, options, 1) };
  const settings = sandboxSettings(sandbox, directory);
  const configuration = { current: () => holder.current };
  const bot = await composeBot({ settings, log: silentLogger(), clock, plugins, configuration });
  const hook = `http://127.0.0.1:${await bot.listen()}/hook`;
  sandbox.deliverTo(hook, SECRET);
  const members = { mia: "member", boss: "admin" } as const;
  sandbox.world.createOrganization({ login: "acme", members, ...options.organization });
  time.passed += SINCE_START;
  return {
    ...{ sandbox, bot, time, hook },
    configure: (rules) => {
      holder.current = build(plugins, rules, holder.current.version + 1);
    },
    close: async () => {
      await bot.stop();
      await sandbox.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** A fresh repository whenever one is asked for, the rules of the file in force unless others are given. */
function repositories({ sandbox, configure }: Ground, options: ConversationOptions) {
  const stage: { count: number; current?: RepositoryHandle } = { count: 0 };
  const repository: Conversation["repository"] = ({ plugins, config, ...contents } = {}) => {
    configure({ ...options, ...(plugins ? { plugins } : {}), ...(config ? { config } : {}) });
    stage.count += 1;
    const collaborators = { rick: "write", colin: "write" } as const;
    const standard = { owner: "acme", name: `app${stage.count}`, collaborators };
    stage.current = sandbox.world.createRepository({ ...standard, ...options.repository, ...contents });
    return stage.current;
  };
  const current = () => {
    if (stage.current === undefined) throw new Error("there is a repository within a test only");
    return stage.current;
  };
  return { repository, current };
}

function actsOn({ sandbox, bot, time, hook }: Ground) {
  const act: Conversation["does"] = async (login, what) => {
    time.passed += BETWEEN_ACTS;
    sandbox.requests.clear();
    const result = what(sandbox.as(login, { mayAll: true }));
    await quiet(sandbox, bot);
    return result;
  };
  const hears: Conversation["hears"] = async (webhook) => {
    sandbox.requests.clear();
    const status = await postSigned(hook, { secret: SECRET, ...webhook });
    await quiet(sandbox, bot);
    return status;
  };
  const redelivers: Conversation["redelivers"] = async () => {
    sandbox.requests.clear();
    sandbox.hooks.redeliver(newest(sandbox));
    await quiet(sandbox, bot);
  };
  return { act, hears, redelivers };
}

/** Deliveries that were given up, as far as the tests have spoken of them. */
function deadOf({ sandbox, bot }: Ground) {
  let spokenOf = 0;
  const unspoken = () => bot.inbox.counts().dead - spokenOf;
  return {
    checkDead() {
      const unforeseen = unspoken();
      spokenOf += unforeseen;
      expect(unforeseen, "deliveries given up that the test does not speak of").toBe(0);
    },
    async dead(): Promise<string[]> {
      const fresh = unspoken();
      spokenOf += fresh;
      return fresh === 0 ? [] : (await bot.inbox.dead(fresh)).map(({ error }) => error);
    },
    async replays(): Promise<void> {
      const [latest] = await bot.inbox.dead(1);
      if (latest === undefined) throw new Error("no delivery was given up");
      await bot.inbox.replay(latest.guid);
      spokenOf -= 1;
      await quiet(sandbox, bot);
    },
  };
}

/** JSON is YAML, so rules can be handed over as objects. */
function build(known: readonly Plugin[], { plugins = [], config = {} }: Rules, version: number): Configuration {
  const file = { plugins: { acme: { plugins } }, ...config };
  const built = buildConfiguration({ plugins: { file: "plugins.yaml", text: JSON.stringify(file) } }, known, version);
  const wrong = built.problems.filter(({ note }) => !note);
  if (wrong.length > 0) throw new ConfigError(wrong);
  return built.configuration;
}

function newest(sandbox: Sandbox): Sent {
  const sent = sandbox.hooks.log.at(-1);
  if (sent === undefined) throw new Error("no webhook has been sent");
  return sent;
}

function countByRoute(sandbox: Sandbox): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { route } of sandbox.requests.all) {
    const short = shortRoute(route);
    counts[short] = (counts[short] ?? 0) + 1;
  }
  return counts;
}
