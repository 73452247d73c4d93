import type { OwnersSettings } from "../config/configuration.ts";
import { ignoredDirectories } from "./ignored-directories.ts";
import { cleanPath, directoryOf } from "./repository-path.ts";

/** The files of a repository that say who owns what; `F` is whatever the caller knows of a file beyond its path. */
export interface OwnersFileSelection<F> {
  readonly owners: readonly F[];
  /** Markdown files, which may begin with owners of their own. */
  readonly markdown: readonly F[];
  readonly aliases: F | undefined;
}

/** Picks them from regular files, in the given order. Denied directories hide everything but the aliases file. */
export function selectOwnersFiles<F extends { readonly path: string }>(
  files: Iterable<F>,
  settings: OwnersSettings,
): OwnersFileSelection<F> {
  const isIgnored = ignoredDirectories(settings.ignoredDirectories);
  const aliasesPath = cleanPath(settings.aliasesPath);
  const owners: F[] = [];
  const markdown: F[] = [];
  let aliases: F | undefined;
  for (const file of files) {
    if (file.path === aliasesPath) aliases = file;
    const list = settings.markdownFrontMatter && file.path.endsWith(".md") ? markdown : owners;
    const named = list === markdown || baseName(file.path) === settings.fileName;
    if (named && !isIgnored(directoryOf(file.path))) list.push(file);
  }
  return { owners, markdown, aliases };
}

/** True for a tree entry whose text counts: symbolic links and submodules never do. */
export function isRegularFile(entry: { readonly type: string; readonly mode: string }): boolean {
  return entry.type === "blob" && entry.mode.startsWith("100");
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
