import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { KeyValueStore } from "../inbox.ts";
import type { OpenInbox } from "../open-inbox.ts";
import { pause, type Timers } from "../timers.ts";
import { type MissedDelivery, sumUp } from "./catch-up-plan.ts";
import type { DeliverySource, SentContent } from "./catch-up-source.ts";

/** What became of one delivery: `gone` cannot be recovered, `redelivered` was asked for again and comes on its own. */
export type CatchUpOutcome = "recovered" | "duplicate" | "unwanted" | "redelivered" | "gone";

/** Decides what a delivery is, as for one that arrives. */
export type Classify = (
  event: string,
  body: Uint8Array,
) => { readonly kind: "wanted"; readonly lane: string; readonly group: string } | { readonly kind: string };

/** What one process keeps from one sweep to the next. */
export interface SweepMemory {
  /** Deliveries that need no further look, and when they were sent. */
  readonly settled: Map<string, number>;
  /** What the sender believes we have was compared with what we have. */
  audited: boolean;
}

export interface SweepOptions {
  readonly source: DeliverySource;
  readonly inbox: Pick<OpenInbox, "put" | "find" | "found"> & { readonly values: KeyValueStore };
  readonly classify: Classify;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Logger;
  readonly stop: AbortSignal;
  /** When this process began to listen. */
  readonly startedAt: number;
  readonly memory: SweepMemory;
  readonly onOutcome: (outcome: CatchUpOutcome, delivery: MissedDelivery) => void;
  /** The delivery was taken once, so an earlier store may have run it; on disk before the delivery is. */
  readonly onDoubt: (guid: string, since: number) => Promise<void>;
}

/** The backlog is full: there is no point in fetching more now. */
export class BacklogFull extends Error {
  override readonly name = "BacklogFull";
}

const minute = 60_000;
/** GitHub forgets deliveries after three days. */
const windowMs = 3 * 24 * 60 * minute;
/** Deliveries come late, and are listed late. */
const overlapMs = 10 * minute;
const atOnce = 4;
const mostRedeliveries = 5;
const betweenRedeliveriesMs = 1_000;

const sweptKey = "catch-up/swept";
const auditKey = "catch-up/audit";

/**
 * Looks through what was sent since the last complete sweep, and puts what is missing into the inbox, oldest first.
 * Resolves to whether attempts were found that may still be under way, so that it is worth looking again before long.
 * Rejects when the sender cannot be asked or the inbox takes no more; what was recovered until then stays recovered.
 */
export async function sweep(options: SweepOptions): Promise<boolean> {
  const { source, clock, inbox, memory } = options;
  const begun = clock.now();
  const swept = Number(await inbox.values.get(sweptKey)) || undefined;
  const audit = await auditUntil(options);
  const lost = inbox.found.loss !== undefined && swept === undefined;
  const horizon = Math.max(lost ? 0 : sinceOf(swept, options), begun - windowMs);
  const sent = sumUp(await source.list(horizon), begun);
  const since = lost ? lastTaken(sent.taken, options.startedAt) - overlapMs : horizon;
  const failed = await unknown(options, recent(sent.failed, since));
  const doubted = audit === undefined ? [] : await unheard(options, recent(sent.taken, since), audit);
  const open = await recover(options, { failed, doubted });
  const oldest = Math.min(begun, ...open, ...sent.underway.map(({ at }) => at));
  await inbox.values.set(sweptKey, String(oldest));
  if (audit !== undefined) await inbox.values.set(auditKey, "done");
  memory.audited = true;
  for (const [guid, at] of memory.settled) if (at < oldest - overlapMs) memory.settled.delete(guid);
  return sent.underway.length > 0;
}

/** From the last sweep on, or from the very first start; a clock that was set back leaves no hole. */
function sinceOf(swept: number | undefined, { clock, startedAt }: SweepOptions): number {
  return swept === undefined ? startedAt - minute : Math.min(swept, clock.now()) - overlapMs;
}

/**
 * Until when the sender may believe that deliveries were taken which this store does not know, because it is older than
 * they are. Undefined once that was looked into since the start.
 */
async function auditUntil({ inbox, startedAt, memory }: SweepOptions): Promise<number | undefined> {
  if (memory.audited) return undefined;
  const text = await inbox.values.get(auditKey);
  const until = Number(text) || startedAt;
  if (text !== String(until)) await inbox.values.set(auditKey, String(until));
  return until;
}

function recent(deliveries: readonly MissedDelivery[], since: number): readonly MissedDelivery[] {
  return deliveries.filter(({ at }) => at >= since);
}

/** With the store, the mark was lost as well: what came after the last delivery taken was dealt with by nobody. */
function lastTaken(taken: readonly MissedDelivery[], startedAt: number): number {
  return taken.findLast(({ at }) => at < startedAt)?.at ?? 0;
}

async function unknown(
  { inbox, memory: { settled } }: SweepOptions,
  deliveries: readonly MissedDelivery[],
): Promise<readonly MissedDelivery[]> {
  const missing: MissedDelivery[] = [];
  for (const delivery of deliveries) {
    if (settled.has(delivery.guid)) continue;
    if (await inbox.find(delivery.guid)) settled.set(delivery.guid, delivery.at);
    else missing.push(delivery);
  }
  return missing;
}

/**
 * Deliveries taken before the start and after the newest one the store knows. In a store that lost nothing, these are
 * unwanted ones only, and few; in one that was restored from a backup, they are all it missed.
 */
async function unheard(
  { inbox, memory: { settled } }: SweepOptions,
  taken: readonly MissedDelivery[],
  until: number,
): Promise<readonly MissedDelivery[]> {
  const missing: MissedDelivery[] = [];
  for (const delivery of taken.toReversed()) {
    if (delivery.at >= until) continue;
    if (await inbox.find(delivery.guid)) break;
    if (!settled.has(delivery.guid)) missing.unshift(delivery);
  }
  return missing;
}

interface Missing {
  readonly failed: readonly MissedDelivery[];
  readonly doubted: readonly MissedDelivery[];
}

/** Answers when those were sent that are still open. */
async function recover(options: SweepOptions, { failed, doubted }: Missing): Promise<readonly number[]> {
  const all = [...failed, ...doubted].sort((one, other) => one.at - other.at);
  // A store that lost anything may have lost what it did with those as well.
  const inDoubt = doubted.length > 0 || options.inbox.found.loss !== undefined;
  const open: number[] = [];
  for (let start = 0; start < all.length && !options.stop.aborted; start += atOnce) {
    const batch = all.slice(start, start + atOnce);
    const contents = await Promise.all(batch.map(({ id }) => options.source.fetch(id)));
    for (const [index, delivery] of batch.entries()) {
      const content = contents[index];
      const outcome =
        content === undefined
          ? await askAgain(options, delivery)
          : await ingest(options, { ...content, delivery, inDoubt });
      if (outcome === "redelivered") open.push(delivery.at);
      else options.memory.settled.set(delivery.guid, delivery.at);
      options.onOutcome(outcome, delivery);
    }
  }
  if (options.stop.aborted) throw new DOMException("The process stops.", "AbortError");
  return open;
}

interface Found extends SentContent {
  readonly delivery: MissedDelivery;
  readonly inDoubt: boolean;
}

async function ingest(options: SweepOptions, { hook, body, delivery, inDoubt }: Found): Promise<CatchUpOutcome> {
  const { inbox, classify, clock, onDoubt } = options;
  const { guid, event, at } = delivery;
  const classified = classify(event, body);
  if (!("lane" in classified)) return "unwanted";
  const { lane, group } = classified;
  if (inDoubt) await onDoubt(guid, at);
  const result = await inbox.put({ hook, guid, event, lane, group, body, receivedAt: clock.now() });
  if (result === "full") throw new BacklogFull("the backlog is full");
  return result === "stored" ? "recovered" : "duplicate";
}

/** The sender keeps it but does not show it, so it has to come the way it should have come at first. */
async function askAgain(
  { source, inbox, log, timers, stop, clock }: SweepOptions,
  { guid, id, event }: MissedDelivery,
): Promise<CatchUpOutcome> {
  const key = `catch-up/tries/${guid}`;
  const tries = Number(await inbox.values.get(key)) || 0;
  if (tries >= mostRedeliveries) {
    log.error({ delivery: guid, event }, "a delivery could not be recovered");
    return "gone";
  }
  await inbox.values.set(key, String(tries + 1), clock.now() + windowMs);
  await source.redeliver(id);
  await pause(timers, betweenRedeliveriesMs, stop);
  return "redelivered";
}
