import type { Classification } from "../../bot/events/classify-delivery.ts";
import { decodeEvent } from "../../bot/events/decode-event.ts";
import type { RepoRef } from "../../github/github.ts";
import type { OpenPull } from "../../github/survey.ts";
import type { OpenInbox } from "../../inbox/open-inbox.ts";
import { type JudgeOptions, judgePush } from "./judge-push.ts";
import type { KnownHeads } from "./known-heads.ts";
import { type MissedEvent, missedBody, missedGuid, RECONCILE_HOOK } from "./missed-event.ts";

export interface RepositorySweep extends JudgeOptions {
  readonly inbox: Pick<OpenInbox, "put" | "find">;
  readonly heads: KnownHeads;
  /** What was known of repositories went with a lost store: whatever is open may have changed unheard. */
  readonly afterLoss: boolean;
  readonly classify: (event: string, body: Uint8Array) => Classification;
  /** Heads that differ, by repository and number, and since when that is known, by GitHub's clock. */
  readonly sightings: Map<string, { readonly head: string; readonly since: number }>;
}

export interface SweptRepository extends RepoRef {
  readonly installation: number | undefined;
}

export interface SweepResult {
  /** Deliveries that were made up. */
  readonly made: number;
  /** Something is left for an early next look. */
  readonly unfinished: boolean;
}

/** A webhook may be so late, in milliseconds, before it counts as lost. */
const LATE_MS = 10 * 60_000;
/** A sweep that would make up more than this for one repository leaves the rest to the next one. */
const MOST_MADE = 100;

/**
 * Compares the open pull requests of a repository with what the bot heard of them, and makes up the events it did not
 * hear. The first look at a repository only remembers, unless there was a store that is lost.
 */
export async function sweepRepository(sweep: RepositorySweep, repository: SweptRepository): Promise<SweepResult> {
  const { github, heads, clock } = sweep;
  const ours = clock.now();
  // The times of pull requests are by GitHub's clock, and ours may be wrong.
  const { pulls, at: now = ours } = await github.survey.openPulls(repository.installation, repository);
  const lookedAt = await heads.lookedAt(repository);
  const known = await Promise.all(pulls.map(({ repositoryId, number }) => heads.of(repositoryId, number)));
  const lost = lookedAt === undefined && sweep.afterLoss;
  const result = { made: 0, unfinished: false };
  for (const [index, pull] of pulls.entries()) {
    const before = known[index];
    const state = stateOf(pull, { before, lookedAt, lost });
    if (state === "seen before") await heads.note(pull.repositoryId, pull.number, pull.headSha);
    if (state === "known" || state === "seen before") forget(sweep, pull);
    else if (result.made >= MOST_MADE || isTooFresh(sweep, pull, now)) result.unfinished = true;
    else {
      const event = await eventOf(sweep, state, {
        repo: repository,
        installation: repository.installation,
        pull,
        before,
      });
      if (await put(sweep, { pull, event, installation: repository.installation })) result.made += 1;
      forget(sweep, pull);
    }
  }
  if (!result.unfinished) await heads.noteLook(repository, now);
  return result;
}

type PullState = "known" | "seen before" | "opened unheard" | "pushed unheard";

interface Knowledge {
  readonly before: string | undefined;
  readonly lookedAt: number | undefined;
  readonly lost: boolean;
}

function stateOf(pull: OpenPull, { before, lookedAt, lost }: Knowledge): PullState {
  if (before === pull.headSha) return "known";
  if (before !== undefined || lost) return "pushed unheard";
  return lookedAt !== undefined && pull.createdAt >= lookedAt - LATE_MS ? "opened unheard" : "seen before";
}

type Unheard = Parameters<typeof judgePush>[1];

function eventOf(sweep: RepositorySweep, state: PullState, push: Unheard): Promise<MissedEvent> {
  if (state === "pushed unheard") return judgePush(sweep, push);
  return Promise.resolve({ action: "opened", at: push.pull.updatedAt, before: undefined });
}

/** What was lately changed may be on its way to us; it counts as unheard when it still is at a later look. */
function isTooFresh({ sightings }: RepositorySweep, pull: OpenPull, now: number): boolean {
  if (now - pull.updatedAt >= LATE_MS) return false;
  const key = keyOf(pull);
  const sighting = sightings.get(key);
  if (sighting?.head !== pull.headSha) sightings.set(key, { head: pull.headSha, since: now });
  return sighting?.head !== pull.headSha || now - sighting.since < LATE_MS;
}

function forget({ sightings }: RepositorySweep, pull: OpenPull): void {
  sightings.delete(keyOf(pull));
}

function keyOf({ repositoryId, number }: OpenPull): string {
  return `${repositoryId}#${number}`;
}

interface MadeUp {
  readonly pull: OpenPull;
  readonly event: MissedEvent;
  readonly installation: number | undefined;
}

/** Whether the event was new and anybody wants it. */
async function put({ inbox, classify, clock, heads }: RepositorySweep, made: MadeUp): Promise<boolean> {
  const { pull, event, installation } = made;
  const body = missedBody(pull, event, installation);
  const decoded = decodeEvent("pull_request", body);
  if (decoded.kind !== "event") throw new TypeError(`a list of pull requests has no event in it: ${decoded.kind}`);
  const classified = classify("pull_request", body);
  if (classified.kind !== "wanted") {
    await heads.note(pull.repositoryId, pull.number, pull.headSha);
    return false;
  }
  const guid = missedGuid(pull, event.before);
  // A dead one must not be revived by being put again: it was tried often enough.
  if ((await inbox.find(guid)) !== undefined) return false;
  const { lane, group } = classified;
  const delivery = { hook: RECONCILE_HOOK, guid, event: "pull_request", lane, group, body, receivedAt: clock.now() };
  const result = await inbox.put(delivery);
  if (result === "full") throw new Error("the backlog is full");
  return result === "stored";
}
