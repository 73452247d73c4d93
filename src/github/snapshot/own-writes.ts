import type { RepoRef } from "../github.ts";

/** The last time this process changed an issue, and what GitHub then said its labels were. */
export interface OwnWrite {
  /** By GitHub's clock where it gave one. */
  readonly at: number;
  /** Undefined when the answer named no labels, or none came. */
  readonly labels?: readonly string[];
}

/** Which kind of change: a payload's labels stay good after an assignment, and the other way round. */
export type WrittenPart = "labels" | "rest";

const limit = 10_000;

/** Remembers our own last writes, so that a payload made before one of them is not taken for the truth. */
export class OwnWrites {
  readonly #writes = new Map<string, OwnWrite>();

  record(issue: { readonly repo: RepoRef; readonly number: number }, part: WrittenPart, write: OwnWrite): void {
    const key = keyOf(issue, part);
    this.#writes.delete(key);
    this.#writes.set(key, write);
    const [oldest] = this.#writes.keys();
    if (this.#writes.size > limit && oldest !== undefined) this.#writes.delete(oldest);
  }

  last(issue: { readonly repo: RepoRef; readonly number: number }, part: WrittenPart): OwnWrite | undefined {
    return this.#writes.get(keyOf(issue, part));
  }
}

function keyOf(issue: { readonly repo: RepoRef; readonly number: number }, part: WrittenPart): string {
  return `${issue.repo.owner}/${issue.repo.name}#${issue.number} ${part}`.toLowerCase();
}
