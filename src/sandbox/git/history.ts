import type { GitStore } from "./git-store.ts";

/** Every commit reachable from one, itself included, newest first as the walk meets them. */
export function ancestors(git: GitStore, from: string): Set<string> {
  const seen = new Set<string>();
  const queue = [from];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (seen.has(id)) continue;
    seen.add(id);
    queue.push(...(git.commit(id)?.parents ?? []));
  }
  return seen;
}

/** A best common ancestor; undefined for unrelated histories. */
export function mergeBase(git: GitStore, a: string, b: string): string | undefined {
  if (a === b) return a;
  const reached = ancestors(git, a);
  for (const id of ancestors(git, b)) if (reached.has(id)) return id;
  return undefined;
}

/** Commits that `head` has and `base` has not, oldest first. */
export function commitsBetween(git: GitStore, base: string, head: string): string[] {
  const known = ancestors(git, base);
  const found: string[] = [];
  const seen = new Set<string>();
  visit(git, head, { known, seen, found });
  return found;
}

interface Walk {
  readonly known: ReadonlySet<string>;
  readonly seen: Set<string>;
  readonly found: string[];
}

function visit(git: GitStore, from: string, walk: Walk): void {
  const stack: { id: string; left: string[] }[] = [];
  enter(git, from, { ...walk, stack });
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const parent = top.left.shift();
    if (parent !== undefined) {
      enter(git, parent, { ...walk, stack });
    } else {
      walk.found.push(top.id);
      stack.pop();
    }
  }
}

function enter(git: GitStore, id: string, walk: Walk & { readonly stack: { id: string; left: string[] }[] }): void {
  if (walk.known.has(id) || walk.seen.has(id)) return;
  walk.seen.add(id);
  walk.stack.push({ id, left: [...(git.commit(id)?.parents ?? [])] });
}
