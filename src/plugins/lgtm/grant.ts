import type { Memory } from "../../plugin-kit/memory.ts";
import type { Move } from "./moves.ts";

/** What lgtm was given for. */
export interface Grant {
  /** When it was written, in milliseconds since the epoch, by GitHub's clock. */
  readonly at: number;
  /** The commit a review names. */
  readonly commit?: string;
}

const KEY = "grant";

export function noteGrant(memory: Memory, number: number, { at, commit }: Grant): Promise<void> {
  return memory.remember(number, KEY, JSON.stringify({ at, ...(commit === undefined ? {} : { commit }) }));
}

export async function lastGrant(memory: Memory, number: number): Promise<Grant | undefined> {
  const text = await memory.recall(number, KEY);
  return text === undefined ? undefined : (JSON.parse(text) as Grant);
}

/**
 * Whether whoever gave lgtm can have seen what the pull request became. GitHub keeps no smaller unit than seconds, so
 * within one second only a review that names the very commit can.
 */
export function covers(grant: Grant, move: Move): boolean {
  if (grant.at !== move.at) return grant.at > move.at;
  return grant.commit !== undefined && grant.commit === move.head;
}
