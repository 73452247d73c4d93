import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect } from "vitest";
import { composeBot } from "../../src/compose.ts";
import { ConfigError } from "../../src/config/config-error.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { silentLogger } from "../../src/log.ts";
import type { Plugin } from "../../src/plugin-kit/define-plugin.ts";
import { plugins as allPlugins } from "../../src/plugins/index.ts";
import type { Sent } from "../../src/sandbox/hooks/hook-sender.ts";
import type { Person } from "../../src/sandbox/person.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
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

/** Starts a sandbox and a bot for the tests of one file, and puts them away after the last one. */
export async function startConversation(options: ConversationOptions): Promise<Conversation> {
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-conversation-"));
  const time = { passed: 0 };
  const clock = { now: () => Date.now() + time.passed };
  const plugins = [...allPlugins, ...(options.alsoKnown ?? [])];
  const sandbox = await startSandbox({ clock });
  const holder: { current: Configuration } = { current: build(plugins, options, 1) };
  const bot = await composeBot({
    settings: sandboxSettings(sandbox, directory),
    log: silentLogger(),
    clock,
    plugins,
    configuration: { current: () => holder.current },
  });
  const hook = `http://127.0.0.1:${await bot.listen()}/hook`;
  sandbox.deliverTo(hook, SECRET);
  sandbox.world.createOrganization({
    login: "acme",
    members: { mia: "member", boss: "admin" },
    ...options.organization,
  });
  time.passed += SINCE_START;

  const stage = { repositories: 0, dead: 0 };
  let repo: RepositoryHandle;
  const repository = ({ plugins: named, config, ...contents }: Partial<RepositoryOptions> & Rules = {}) => {
    const rules = { ...options, ...(named ? { plugins: named } : {}), ...(config ? { config } : {}) };
    holder.current = build(plugins, rules, holder.current.version + 1);
    stage.repositories += 1;
    const standard = {
      owner: "acme",
      name: `app${stage.repositories}`,
      collaborators: { rick: "write", colin: "write" },
    };
    repo = sandbox.world.createRepository({ ...(standard as RepositoryOptions), ...options.repository, ...contents });
    return repo;
  };
  const act = async <T>(login: string, what: (person: Person) => T): Promise<T> => {
    time.passed += BETWEEN_ACTS;
    sandbox.requests.clear();
    const result = what(sandbox.as(login, { mayAll: true }));
    await quiet(sandbox, bot);
    return result;
  };

  beforeEach(() => void repository());
  afterEach(() => {
    sandbox.faults.clear();
    const unforeseen = bot.inbox.counts().dead - stage.dead;
    stage.dead = bot.inbox.counts().dead;
    expect(unforeseen, "deliveries given up that the test does not speak of").toBe(0);
  });
  afterAll(async () => {
    await bot.stop();
    await sandbox.close();
    rmSync(directory, { recursive: true });
  });

  return {
    sandbox,
    get repo() {
      return repo;
    },
    repository,
    pull: (pull) => repo.pull({ author: "alice", ...pull }),
    issue: (issue) => repo.issue({ author: "alice", ...issue }),
    comments: (subject, login, body) => act(login, (person) => person.comment(subject, body)),
    edits: (comment, login, body) => act(login, (person) => person.editComment(comment, body)),
    reviews: (pull, login, state, body) => act(login, (person) => person.review(pull, state, body)),
    does: act,
    async withheld(login, what) {
      sandbox.deliverTo("http://127.0.0.1:9/", SECRET);
      await act(login, what);
      sandbox.deliverTo(hook, SECRET);
      return newest(sandbox);
    },
    async hears(webhook) {
      sandbox.requests.clear();
      const status = await postSigned(hook, { secret: SECRET, ...webhook });
      await quiet(sandbox, bot);
      return status;
    },
    async redelivers() {
      sandbox.requests.clear();
      sandbox.hooks.redeliver(newest(sandbox));
      await quiet(sandbox, bot);
    },
    async warm(subject, what) {
      await what(subject());
      const second = subject();
      await what(second);
      return second;
    },
    requests: () => countByRoute(sandbox),
    said: (subject) => subject.commentsBy(`${sandbox.app.slug}[bot]`),
    async dead() {
      const fresh = bot.inbox.counts().dead - stage.dead;
      stage.dead += fresh;
      return fresh === 0 ? [] : (await bot.inbox.dead(fresh)).map(({ error }) => error);
    },
    async replays() {
      const [newestDead] = await bot.inbox.dead(1);
      if (newestDead === undefined) throw new Error("no delivery was given up");
      await bot.inbox.replay(newestDead.guid);
      stage.dead -= 1;
      await quiet(sandbox, bot);
    },
    pass: (milliseconds) => {
      time.passed += milliseconds;
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
