import type { Configuration } from "../../src/config/configuration.ts";
import type { Person } from "../../src/sandbox/person.ts";
import type { Comment } from "../../src/sandbox/state/records.ts";
import type { PullHandle } from "../../src/sandbox/state/subject-handle.ts";
import type { Act, History, PersonName } from "./history.ts";
import { type Fact, labelsOf, type Statement } from "./oracle.ts";
import {
  BotDied,
  configurationFor,
  emptyDisk,
  type Hides,
  type Moment,
  type RunningBot,
  type Stage,
  startBot,
  underAnotherId,
  type Webhook,
} from "./stage.ts";

export interface PlayOptions {
  /** A planted bug: values the bot cannot find again. */
  readonly hides?: Hides;
  /** A planted bug: a restart loses what was on disk under these keys. */
  readonly loses?: Hides;
  /** Kills the bot at about every so many requests and writes to its disk, before them or after they took effect. */
  readonly killEvery?: number;
}

export interface Outcome {
  readonly labels: readonly string[];
  readonly expected: readonly string[];
  /** Commits for which somebody who may gave lgtm while they were the head. */
  readonly approvedHeads: ReadonlySet<string>;
  readonly head: string;
}

const MAY_LGTM: ReadonlySet<PersonName> = new Set(["rita", "rob"]);
const MAY_CANCEL: ReadonlySet<PersonName> = new Set(["ann", "rita", "rob"]);
/** Of one webhook; the bot after the last one lives. */
const MOST_DEATHS = 3;
const ORGS = { plain: "acme", acts: "acts" } as const;

const CONFIGURATIONS = { plain: rulesOf(ORGS.plain, false), acts: rulesOf(ORGS.acts, true) };

let repositories = 0;

function rulesOf(org: string, lgtmActsAsApprove: boolean): Configuration {
  return configurationFor(org, {
    lgtm: [{ repos: [org], review_acts_as_lgtm: true }],
    approve: [{ repos: [org], lgtm_acts_as_approve: lgtmActsAsApprove }],
  });
}

/** Prepares the organisations that all histories are played in. */
export function furnish({ sandbox }: Stage): void {
  for (const login of Object.values(ORGS)) sandbox.world.createOrganization({ login });
}

/** Plays a history: the acts happen on GitHub, their webhooks reach the bot as the dice will have it. */
export async function play(stage: Stage, history: History, options: PlayOptions = {}): Promise<Outcome> {
  stage.reset();
  const scene = openScene(stage, history);
  const post = openPost(stage, history, options);
  for (const act of history.acts) {
    stage.pass(act.gap * 1_000);
    perform(scene, act);
    for (let arrival = 0; arrival < act.arrivals; arrival += 1) await post.deliverOne();
  }
  while (stage.pending.length > 0) await post.deliverOne();
  const { pull, facts, statements, approvedHeads } = scene;
  return {
    labels: [...pull.labels].sort(),
    expected: labelsOf({ facts, statements: statements.map(({ statement }) => statement), files: pull.files }),
    approvedHeads,
    head: pull.head,
  };
}

/** The pull request and what is true of it. */
interface Scene {
  readonly stage: Stage;
  readonly pull: PullHandle;
  readonly lgtmActsAsApprove: boolean;
  readonly facts: Fact[];
  readonly statements: { readonly comment: Comment | undefined; readonly statement: Statement }[];
  readonly comments: { comment: Comment; readonly by: PersonName }[];
  readonly approvedHeads: Set<string>;
}

function openScene(stage: Stage, { lgtmActsAsApprove }: History): Scene {
  repositories += 1;
  const owner = lgtmActsAsApprove ? ORGS.acts : ORGS.plain;
  const files = { "README.md": "hello\n", OWNERS: "approvers: [rita]\n", "docs/OWNERS": "approvers: [rob]\n" };
  const repository = stage.sandbox.world.createRepository({
    owner,
    name: `r${repositories}`,
    files,
    labels: ["lgtm", "approved", "do-not-merge/hold"],
    collaborators: { rita: "write", rob: "write" },
    branches: { release: {} },
  });
  const pull = repository.pull({ author: "ann", files: { "docs/a.md": "text\n" } });
  return { stage, pull, lgtmActsAsApprove, facts: [], statements: [], comments: [], approvedHeads: new Set() };
}

function perform(scene: Scene, act: Act): void {
  const person = scene.stage.sandbox.as(act.by, { mayAll: true });
  const author = scene.stage.sandbox.as("ann", { mayAll: true });
  const at = Math.floor(scene.stage.clock.now() / 1_000);
  if (act.kind === "push") push(scene, author, act.pick);
  else if (act.kind === "retarget")
    author.edit(scene.pull, { base: scene.pull.baseRef === "main" ? "release" : "main" });
  else if (act.kind === "review") review(scene, person, act);
  else if (act.kind === "edit") edit(scene, act);
  else say(scene, person, act);
  if (act.kind === "push" || act.kind === "retarget") scene.facts.push({ at, what: "move" });
}

function push({ pull, facts }: Scene, author: Person, pick: number): void {
  author.push(pull, { [`${pick % 3 === 0 ? "src" : "docs"}/f${facts.length}.txt`]: `${pick}\n` });
}

function say(scene: Scene, person: Person, { kind, by }: Act): void {
  const comment = person.comment(scene.pull, `Well.\n/${kind}`);
  scene.comments.push({ comment, by });
  heed(scene, { by, kind, comment });
}

/** What a command means; a statement of a comment that is known already is changed in its place. */
function heed(scene: Scene, { by, kind, comment }: { by: PersonName; kind: string; comment: Comment }): void {
  const at = Math.floor(scene.stage.clock.now() / 1_000);
  const on = !kind.endsWith("cancel");
  if (kind.startsWith("hold")) scene.facts.push({ at, what: "hold", on });
  if (kind.startsWith("lgtm")) giveLgtm(scene, { at, by, on });
  if (!kind.startsWith("approve") && !(kind.startsWith("lgtm") && scene.lgtmActsAsApprove)) return;
  const known = scene.statements.find((each) => each.comment?.id === comment.id);
  if (known === undefined) scene.statements.push({ comment, statement: { by, approves: on } });
  else known.statement.approves = on;
}

function giveLgtm(scene: Scene, { at, by, on }: { at: number; by: PersonName; on: boolean }): void {
  if (!(on ? MAY_LGTM : MAY_CANCEL).has(by)) return;
  scene.facts.push({ at, what: "lgtm", on });
  if (on) scene.approvedHeads.add(scene.pull.head);
}

function edit(scene: Scene, { pick }: Act): void {
  const said = scene.comments[pick % Math.max(1, scene.comments.length)];
  if (said === undefined) return;
  const [, kind = ""] = said.comment.body.split("/");
  const opposite = kind.endsWith("cancel") ? kind.slice(0, -" cancel".length) : `${kind} cancel`;
  const author = scene.stage.sandbox.as(said.by, { mayAll: true });
  said.comment = author.editComment(said.comment, `Well.\n/${opposite}`);
  heed(scene, { by: said.by, kind: opposite, comment: said.comment });
}

function review(scene: Scene, person: Person, { by, pick }: Act): void {
  if (by === "ann") return;
  const at = Math.floor(scene.stage.clock.now() / 1_000);
  const approves = pick % 3 !== 0;
  person.review(scene.pull, approves ? "APPROVED" : "CHANGES_REQUESTED", approves ? "" : "Not yet.");
  giveLgtm(scene, { at, by, on: approves });
  scene.statements.push({ comment: undefined, statement: { by, approves } });
}

interface Post {
  deliverOne(): Promise<void>;
}

/** Carries webhooks to a bot that may be restarted, or killed, at any time. */
function openPost(stage: Stage, { dice, lgtmActsAsApprove }: History, options: PlayOptions): Post {
  const disk = emptyDisk();
  const configuration = lgtmActsAsApprove ? CONFIGURATIONS.acts : CONFIGURATIONS.plain;
  let thrown = 0;
  const throwDie = (): number => dice[thrown++ % dice.length] ?? 0;
  const start = (spared = false): RunningBot => {
    if (options.loses !== undefined)
      for (const key of disk.values.keys()) if (options.loses(key)) disk.values.delete(key);
    return startBot(stage, {
      disk,
      configuration,
      ...(options.killEvery === undefined || spared ? {} : { diesAt: killerOf(options.killEvery, throwDie()) }),
      ...(options.hides ? { hides: options.hides } : {}),
    });
  };
  let bot = start();
  let copies = 0;
  return {
    async deliverOne() {
      const die = throwDie();
      const [webhook] = stage.pending.splice(die % Math.max(1, stage.pending.length), 1);
      if (webhook === undefined) return;
      if (die % 7 === 0) bot = start();
      stage.pass([0, 0, 0, 1_000, 11_000][die % 5] ?? 0);
      if (die % 4 === 0 && copies < 6) {
        copies += 1;
        stage.pending.push(die % 8 === 0 ? webhook : underAnotherId(webhook, copies));
      }
      for (let deaths = 1; !(await survives(bot, webhook)); deaths += 1) bot = start(deaths >= MOST_DEATHS);
    },
  };
}

/** Kills the bot once, at some request or write to its disk: before it, or after it took effect. */
function killerOf(every: number, die: number): (moment: Moment) => boolean {
  const fatal: Moment = die % 2 === 0 ? "before" : "after";
  let left = 1 + (Math.floor(die / 2) % (2 * every));
  return (moment) => {
    if (moment === fatal) left -= 1;
    return moment === fatal && left === 0;
  };
}

/** False when the bot was killed while it worked on the webhook. */
async function survives(bot: RunningBot, webhook: Webhook): Promise<boolean> {
  try {
    await bot.receive(webhook);
    return true;
  } catch (error) {
    if (error instanceof BotDied) return false;
    throw error;
  }
}
