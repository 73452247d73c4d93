import type { Clock } from "../../clock.ts";
import type { RepoRef } from "../../github/github.ts";
import type { KeyValueStore } from "../../inbox/inbox.ts";

/** Which commit the bot last heard to be the head of each pull request, across restarts. */
export interface KnownHeads {
  /** Undefined for one that it never heard of. */
  of(repository: number, number: number): Promise<string | undefined>;
  note(repository: number, number: number, head: string): Promise<void>;
  /** The pull request was closed: soon nobody will ask. */
  close(repository: number, number: number, head: string): Promise<void>;
  /** When the repository was last looked through as a whole, by GitHub's clock; undefined when it never was. */
  lookedAt(repository: RepoRef): Promise<number | undefined>;
  noteLook(repository: RepoRef, at: number): Promise<void>;
}

const DAY_MS = 24 * 60 * 60_000;
/** A pull request that stays open longer without a push, and is never looked at meanwhile, counts as seen before. */
const OPEN_MS = 400 * DAY_MS;
/** A closed one can be reopened. */
const CLOSED_MS = 60 * DAY_MS;

export function knownHeads(values: KeyValueStore, clock: Clock): KnownHeads {
  const headKey = (repository: number, number: number) => `head ${repository}#${number}`;
  const lookKey = ({ owner, name }: RepoRef) => `heads looked at ${owner}/${name}`.toLowerCase();
  return {
    of: (repository, number) => values.get(headKey(repository, number)),
    note: (repository, number, head) => values.set(headKey(repository, number), head, clock.now() + OPEN_MS),
    close: (repository, number, head) => values.set(headKey(repository, number), head, clock.now() + CLOSED_MS),
    lookedAt: async (repository) => Number(await values.get(lookKey(repository))) || undefined,
    noteLook: (repository, at) => values.set(lookKey(repository), String(at), clock.now() + OPEN_MS),
  };
}
