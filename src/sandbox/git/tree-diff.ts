import type { GitStore } from "./git-store.ts";
import { diffLines, type LineDiff } from "./line-diff.ts";
import { type FileEntry, filesOf } from "./tree-files.ts";

export interface FileChange extends LineDiff {
  readonly path: string;
  readonly previousPath?: string;
  readonly status: "added" | "removed" | "modified" | "renamed";
  readonly id: string;
}

const cache = new WeakMap<GitStore, Map<string, readonly FileChange[]>>();

/** What changed between two trees, by path; a moved file with equal content is a rename. Remembered: trees never change. */
export function diffTrees(git: GitStore, before: string | undefined, after: string): readonly FileChange[] {
  const known = cache.get(git) ?? new Map<string, readonly FileChange[]>();
  cache.set(git, known);
  const key = `${before}..${after}`;
  const found = known.get(key) ?? computeDiff(git, before, after);
  known.set(key, found);
  return found;
}

function computeDiff(git: GitStore, before: string | undefined, after: string): readonly FileChange[] {
  const old = before === undefined ? new Map<string, FileEntry>() : filesOf(git, before);
  const now = filesOf(git, after);
  const removed = new Map([...old].filter(([path]) => !now.has(path)));
  const changes: FileChange[] = [];
  for (const [path, file] of now) {
    const was = old.get(path);
    if (was?.id === file.id && was.mode === file.mode) continue;
    const source = was === undefined ? takeRenamed(removed, file.id) : undefined;
    if (source !== undefined) changes.push(renamed(path, source, file.id));
    else changes.push({ path, status: was ? "modified" : "added", id: file.id, ...textDiff(git, was?.id, file.id) });
  }
  for (const [path, file] of removed) {
    changes.push({ path, status: "removed", id: file.id, ...textDiff(git, file.id, undefined) });
  }
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function takeRenamed(removed: Map<string, FileEntry>, id: string): string | undefined {
  for (const [path, file] of removed) {
    if (file.id !== id) continue;
    removed.delete(path);
    return path;
  }
  return undefined;
}

function renamed(path: string, previousPath: string, id: string): FileChange {
  return { path, previousPath, status: "renamed", id, additions: 0, deletions: 0, patch: "" };
}

function textDiff(git: GitStore, before: string | undefined, after: string | undefined): LineDiff {
  const read = (id: string | undefined): string => (id === undefined ? "" : (git.blob(id)?.toString("utf8") ?? ""));
  return diffLines(read(before), read(after));
}
