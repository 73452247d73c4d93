import { type GitStore, type TreeItem, typeOfMode } from "./git-store.ts";

export interface FileEntry {
  readonly mode: string;
  readonly id: string;
}

export interface TreeListing extends FileEntry {
  readonly path: string;
  readonly type: "blob" | "tree" | "commit";
}

/** What to write where: text or bytes, `null` to delete. */
export type FileChanges = Readonly<Record<string, string | Uint8Array | null>>;

/** Every file below a tree by its path. */
export function filesOf(git: GitStore, tree: string): Map<string, FileEntry> {
  const files = new Map<string, FileEntry>();
  for (const entry of listTree(git, tree)) if (entry.type !== "tree") files.set(entry.path, entry);
  return files;
}

/** Every entry below a tree, directories included, in git's order. */
export function listTree(git: GitStore, tree: string, prefix = ""): TreeListing[] {
  const listing: TreeListing[] = [];
  for (const item of git.tree(tree) ?? []) {
    const type = typeOfMode(item.mode);
    listing.push({ path: `${prefix}${item.name}`, mode: item.mode, type, id: item.id });
    if (type === "tree") listing.push(...listTree(git, item.id, `${prefix}${item.name}/`));
  }
  return listing;
}

/** The tree that holds exactly these files. */
export function treeOf(git: GitStore, files: ReadonlyMap<string, FileEntry>): string {
  const items: TreeItem[] = [];
  const directories = new Map<string, Map<string, FileEntry>>();
  for (const [path, file] of files) {
    const slash = path.indexOf("/");
    if (slash < 0) items.push({ name: path, mode: file.mode, id: file.id });
    else directoryOf(directories, path.slice(0, slash)).set(path.slice(slash + 1), file);
  }
  for (const [name, inside] of directories) items.push({ name, mode: "040000", id: treeOf(git, inside) });
  return git.writeTree(items);
}

/** The tree that results from laying changes over another. */
export function layOver(git: GitStore, tree: string | undefined, changes: FileChanges): string {
  const files = tree === undefined ? new Map<string, FileEntry>() : filesOf(git, tree);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) files.delete(path);
    else files.set(path, { mode: files.get(path)?.mode ?? "100644", id: git.writeBlob(content) });
  }
  return treeOf(git, files);
}

function directoryOf(directories: Map<string, Map<string, FileEntry>>, name: string): Map<string, FileEntry> {
  const known = directories.get(name);
  if (known !== undefined) return known;
  const fresh = new Map<string, FileEntry>();
  directories.set(name, fresh);
  return fresh;
}
