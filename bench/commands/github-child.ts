import type { Person } from "../../src/sandbox/person.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import type { WorldEvent } from "../../src/sandbox/state/world.ts";
import { takeOrders } from "../rig/child-orders.ts";
import { changedFiles, OWNER, owners, repositoryFiles, repositoryLabels } from "./repository.ts";

/** An effect that a person waits for, as the webhook about it names it. */
export interface Effect {
  readonly action: "labeled" | "unlabeled" | "assigned";
  readonly label?: string;
}

export interface Act {
  readonly repo: string;
  readonly number: number;
  readonly login: string;
  /** The comment's text; without one, the person pushes a commit. */
  readonly body?: string;
}

interface Subject {
  readonly action?: unknown;
  readonly label?: { readonly name?: unknown };
  readonly pull_request?: { readonly number?: unknown };
}

/** The sandbox GitHub in a process of its own, so that its waits and the bot's share no event loop. */
let sandbox: Sandbox;

const orders = {
  async open({ latency }: { latency: number }) {
    sandbox = await startSandbox({ latency });
    sandbox.world.subscribe(notice);
    return { url: sandbox.url, app: sandbox.app };
  },
  deliverTo({ url, secret }: { url: string; secret: string }) {
    sandbox.deliverTo(url, secret);
  },
  /** An organisation with one repository; `reviewers` can write to it. */
  repository({ org, reviewers }: { org: string; reviewers: readonly string[] }) {
    sandbox.world.createOrganization({ login: org, members: { pat: "member", [OWNER]: "member" } });
    const everyone = [OWNER, ...owners, ...reviewers].map((login) => [login, "write"] as const);
    const collaborators = Object.fromEntries(everyone);
    return sandbox.world.createRepository({
      owner: org,
      name: "app",
      files: repositoryFiles,
      labels: repositoryLabels,
      collaborators,
    }).fullName;
  },
  /** Pull requests by alice; announced ones send their `opened` webhook. */
  pulls({ repo, count, announced }: { repo: string; count: number; announced: boolean }) {
    return Array.from({ length: count }, () => {
      const pull = sandbox.world.repository(repo).pull({ author: "alice", files: changedFiles });
      if (announced) sandbox.as("alice").open(pull);
      return pull.number;
    });
  },
  /** Somebody acts; answers the milliseconds until the effect was there. */
  async time({ act, effect }: { act: Act; effect: Effect }) {
    const ended = effectOf(act, effect);
    const begun = performance.now();
    perform(act);
    await ended;
    return performance.now() - begun;
  },
  /** All act at once; answers the milliseconds until the last effect was there. */
  async timeAll({ acts, effect }: { acts: readonly Act[]; effect: Effect }) {
    const ended = acts.map((act) => effectOf(act, effect));
    const begun = performance.now();
    for (const act of acts) perform(act);
    await Promise.all(ended);
    return performance.now() - begun;
  },
  perform(act: Act) {
    perform(act);
  },
  /** Resolves when every webhook was answered; tells how many there were so far. */
  async heard() {
    await sandbox.idle();
    return sandbox.hooks.log.length;
  },
  /** Requests since the last time, by route. */
  requests(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { route } of sandbox.requests.all) counts[route] = (counts[route] ?? 0) + 1;
    sandbox.requests.clear();
    return counts;
  },
};

export type GitHubOrders = typeof orders;

function perform({ repo, number, login, body }: Act): void {
  const person: Person = sandbox.as(login);
  const repository = sandbox.world.repository(repo);
  if (body !== undefined) person.comment(repository.subject(number), body);
  else person.push(repository.pullOf(number), { [`pushed-${sandbox.world.nextId()}.txt`]: "more\n" });
}

interface Awaited {
  readonly repo: string;
  readonly number: number;
  readonly effect: Effect;
  readonly seen: () => void;
}

const awaited = new Set<Awaited>();
const PATIENCE = 30_000;

/** Resolves when the webhook about the effect is made; rejects when nothing of the kind happens. */
function effectOf({ repo, number }: Act, effect: Effect): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${repo}#${number} was not ${effect.action}`)), PATIENCE);
    const entry = { repo, number, effect, seen: () => finish() };
    const finish = () => {
      clearTimeout(late);
      awaited.delete(entry);
      resolve();
    };
    awaited.add(entry);
  });
}

function notice({ repository, payload }: WorldEvent): void {
  const { action, label, pull_request: pull } = payload as Subject;
  const repo = `${repository?.owner.login}/${repository?.name}`;
  for (const entry of awaited) {
    if (entry.number !== pull?.number || entry.repo !== repo) continue;
    if (entry.effect.action === action && entry.effect.label === label?.name) entry.seen();
  }
}

takeOrders(orders);
