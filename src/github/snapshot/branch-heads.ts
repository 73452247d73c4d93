import type { Clock } from "../../clock.ts";
import type { RepoRef } from "../github.ts";

interface Head {
  readonly sha: string | undefined;
  readonly pushedAt: number;
}

/** How long a push event is believed. The same staleness as for collaborators and teams. */
const believedFor = 60_000;
/** Push events closer together than this may have arrived in either order. */
const orderInDoubt = 30_000;
const limit = 10_000;

/**
 * Branch tips as push events told them. A tip is answered for a minute after its push event, because a lost event
 * must not keep an old OWNERS file in force for longer. Two events close together leave the tip unknown, since
 * GitHub does not promise their order; then it is asked for.
 */
export class BranchHeads {
  readonly #clock: Clock;
  readonly #soleSince: () => number;
  readonly #heads = new Map<string, Head>();

  /** Push events that others were told of until `soleSince` are not known here. */
  constructor(clock: Clock, soleSince: () => number = () => 0) {
    this.#clock = clock;
    this.#soleSince = soleSince;
  }

  /** A push event: `sha` is all zeros when the branch was deleted. */
  observe(branch: { readonly repo: RepoRef; readonly name: string }, sha: string, at: number): void {
    const key = keyOf(branch);
    const known = this.#heads.get(key);
    const repeated = known?.sha === sha;
    const unsure = known !== undefined && !repeated && Math.abs(at - known.pushedAt) < orderInDoubt;
    this.#heads.delete(key);
    const pushedAt = Math.max(at, known?.pushedAt ?? 0);
    this.#heads.set(key, { sha: unsure || /^0+$/.test(sha) ? undefined : sha, pushedAt });
    const [oldest] = this.#heads.keys();
    if (this.#heads.size > limit && oldest !== undefined) this.#heads.delete(oldest);
  }

  /** The tip, or undefined when GitHub has to be asked. */
  known(branch: { readonly repo: RepoRef; readonly name: string }): string | undefined {
    const head = this.#heads.get(keyOf(branch));
    if (head === undefined || head.pushedAt <= this.#soleSince()) return undefined;
    // An event from the future came before the clock was set back; how long ago is not known.
    return Math.abs(this.#clock.now() - head.pushedAt) < believedFor ? head.sha : undefined;
  }
}

function keyOf({ repo, name }: { readonly repo: RepoRef; readonly name: string }): string {
  return `${repo.owner}/${repo.name}`.toLowerCase().concat(`:${name}`);
}
