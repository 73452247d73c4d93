import type { z } from "zod";
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { Answer, Ask, Send } from "../ask.ts";
import type { ContentStore } from "../cache/content-store.ts";
import type { TimedCache } from "../cache/timed-cache.ts";
import type { GraphqlService } from "../connection/graphql-service.ts";
import { decode } from "../decode.ts";
import type { RepoRef } from "../github.ts";
import { readPages } from "../paged.ts";
import { networkError } from "../refusal-of.ts";
import { type Sleep, untilAborted } from "../sleep.ts";
import type { BranchHeads } from "../snapshot/branch-heads.ts";
import type { DeliverySnapshot } from "../snapshot/delivery-snapshot.ts";
import type { OwnWrites, WrittenPart } from "../snapshot/own-writes.ts";
import type { EffectLog } from "../stores.ts";
import type { Sendings } from "./sendings.ts";

/** What all deliveries of the process share. */
export interface Services {
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly log: Logger;
  readonly effects: EffectLog;
  /** Keys the markers in comments. */
  readonly markerSecret: string;
  /** Keyed the markers of comments that may still be looked for. */
  readonly otherMarkerSecrets: readonly string[];
  readonly sendings: Sendings;
  /** Since when a delivery may have had effects that the effect log does not know of. */
  readonly doubtedSince: (delivery: string) => Promise<number | undefined>;
  /** Since when nobody else has written for the same installations. */
  readonly soleSince: () => number;
  /** Answers about people and labels, for a minute. */
  readonly minute: TimedCache;
  readonly content: ContentStore;
  readonly ownWrites: OwnWrites;
  readonly branchHeads: BranchHeads;
  readonly graphql: GraphqlService;
  /** The bot's own login. */
  readonly login: () => Promise<string>;
}

/** What the verbs of one plugin in one delivery are made from. */
export interface VerbContext {
  readonly services: Services;
  readonly repo: RepoRef;
  /** Names the installation in caches, so that nothing crosses from one to another. */
  readonly tenant: string;
  readonly delivery: string;
  readonly receivedAt: number;
  /** By GitHub's clock. */
  readonly eventAt: number | undefined;
  readonly plugin: string;
  /** Fires when the plugin's step must end. */
  readonly signal: AbortSignal | undefined;
  /** Fires when the whole delivery must end; for what one plugin does for several. */
  readonly deliverySignal: AbortSignal;
  readonly send: Send;
  readonly snapshot: DeliverySnapshot;
}

export type Question = Omit<Ask, "plugin" | "signal" | "notBefore">;

/** Asks in the name of the plugin, about the delivery's repository. */
export function ask(context: VerbContext, question: Question): Promise<Answer> {
  const { repo, plugin, signal, receivedAt, send } = context;
  const path = { owner: repo.owner, repo: repo.name, ...question.path };
  return send({ ...question, path, plugin, signal, notBefore: receivedAt });
}

/** Asks, and reads the answer's data. */
export async function askFor<S extends z.ZodType>(
  context: VerbContext,
  schema: S,
  question: Question,
): Promise<z.output<S>> {
  const { data } = await ask(context, question);
  return decode(schema, question.route, data);
}

/** Asks for every page of a list. */
export function askForAll<S extends z.ZodType>(
  context: VerbContext,
  entry: S,
  question: Question,
): Promise<readonly z.output<S>[]> {
  return readPages(question.route, entry, (page) =>
    ask(context, { ...question, query: { ...question.query, per_page: 100, page } }),
  );
}

/**
 * An answer kept for a minute under the installation's name. The question belongs to everyone who asks meanwhile, so
 * no single step's signal ends it; the caller stops waiting when theirs fires.
 */
export function onceAMinute<T>(
  context: VerbContext,
  key: string,
  read: (shared: VerbContext) => Promise<T>,
): Promise<T> {
  const { services, tenant, signal } = context;
  const answer = services.minute.get(`${tenant} ${key}`, () => read({ ...context, signal: undefined }));
  return whileWanted(key, answer, signal);
}

/** A shared answer of GitHub, as long as the caller's signal does not fire: then it came too late, like any other. */
export async function whileWanted<T>(what: string, answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await untilAborted(answer, signal);
  } catch (error) {
    throw signal?.aborted && error === signal.reason ? networkError(what, error) : error;
  }
}

/** Once an answer kept for a minute is not (or cannot be) `stillGood`, the next question under its key goes to GitHub. */
export async function keepMinuteIf<T>(
  { services, tenant }: VerbContext,
  key: string,
  stillGood: (answer: T) => boolean,
): Promise<void> {
  const kept = services.minute.peek<T>(`${tenant} ${key}`);
  // An answer that failed is not kept, and whoever asked for it hears why.
  const good = await kept?.then(stillGood, () => false);
  if (!good) services.minute.delete(`${tenant} ${key}`);
}

/** A write to an issue; it is remembered whether or not it worked, since it may have. */
export async function writeTo(
  context: VerbContext,
  target: { readonly number: number; readonly part: WrittenPart },
  question: Question,
): Promise<Answer> {
  try {
    const answer = await ask(context, question);
    if (!answer.planned) remember(context, target, timeOf(answer, context.services.clock));
    return answer;
  } catch (error) {
    remember(context, target, context.services.clock.now());
    throw error;
  }
}

function remember(
  { services, repo }: VerbContext,
  { number, part }: { readonly number: number; readonly part: WrittenPart },
  at: number,
): void {
  services.ownWrites.record({ repo, number }, part, { at });
}

/** GitHub's clock, which also stamps payloads, where it gave it; ours may be behind. */
export function timeOf({ headers }: Answer, clock: Clock): number {
  const date = Date.parse(headers.date ?? "");
  return Number.isNaN(date) ? clock.now() : Math.max(date, clock.now());
}
