import type { GitStore } from "./git-store.ts";
import { type FileEntry, filesOf, treeOf } from "./tree-files.ts";

export interface ThreeTrees {
  readonly base: string | undefined;
  readonly ours: string;
  readonly theirs: string;
}

/** The merged tree, whole files at a time; undefined when both sides changed one file differently. */
export function mergeTrees(git: GitStore, trees: ThreeTrees): string | undefined {
  const base = trees.base === undefined ? new Map<string, FileEntry>() : filesOf(git, trees.base);
  const ours = filesOf(git, trees.ours);
  const theirs = filesOf(git, trees.theirs);
  const merged = new Map(ours);
  for (const path of new Set([...base.keys(), ...theirs.keys()])) {
    const [was, mine, yours] = [base.get(path)?.id, ours.get(path)?.id, theirs.get(path)];
    if (yours?.id === was || yours?.id === mine) continue;
    if (mine !== was) return undefined;
    if (yours === undefined) merged.delete(path);
    else merged.set(path, yours);
  }
  return treeOf(git, merged);
}
