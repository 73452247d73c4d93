import { createHash } from "node:crypto";
import type { OwnersSettings } from "../config/configuration.ts";
import type { GitHub, Tree, TreeEntry } from "../github/github.ts";
import type { Logger } from "../log.ts";
import type { Owners } from "./owners.ts";
import { isRegularFile, type OwnersFileSelection, selectOwnersFiles } from "./owners-files.ts";
import { type OwnersTable, withoutAutoApproval } from "./owners-table.ts";
import { LARGEST_FILE } from "./part-read.ts";
import { ownersOf, tableInTurns } from "./resolve-owners.ts";

/** Where a repository's files and collaborators are read. */
export type OwnersSource = Pick<GitHub, "tree" | "blob" | "collaborators">;

export interface LoadOptions {
  readonly settings: OwnersSettings;
  readonly log: Logger;
}

export interface OwnersLoader {
  /**
   * The owners at a commit. Unchanged OWNERS files cost nothing, however often the commit moves. Where GitHub cuts the
   * tree's listing short, only the root's files count, so that nobody approves what an unseen file gives to others.
   */
  load(source: OwnersSource, commit: string, options: LoadOptions): Promise<Owners>;
}

export interface OwnersLoaderOptions {
  /** How many different states of OWNERS files are kept in memory. */
  readonly cacheSize?: number;
}

/** OWNERS files asked for at once. */
const AT_ONCE = 8;

export function createOwnersLoader({ cacheSize = 64 }: OwnersLoaderOptions = {}): OwnersLoader {
  const tables = new RecentTables(cacheSize);
  return {
    async load(source, commit, { settings, log }) {
      const [tree, collaborators] = await Promise.all([
        source.tree(commit),
        collaboratorsOf(source, { settings, log }),
      ]);
      if (tree.truncated) log.warn({ commit }, "the tree is too large to list: only the root's OWNERS count");
      const selected = selectOwnersFiles(visibleFiles(tree), settings);
      const table = await tables.get(keyOf(selected), () => readTable(source, selected));
      return ownersOf(tree.truncated ? withoutAutoApproval(table) : table, {
        settings,
        ...(collaborators === undefined ? {} : { collaborators }),
      });
    },
  };
}

function visibleFiles({ entries, truncated }: Tree): readonly TreeEntry[] {
  const files = entries.filter(isRegularFile);
  return truncated ? files.filter((entry) => !entry.path.includes("/")) : files;
}

/** Undefined where everybody counts. Prow does not filter either when the list cannot be had. */
async function collaboratorsOf(
  source: OwnersSource,
  { settings, log }: LoadOptions,
): Promise<ReadonlySet<string> | undefined> {
  if (settings.skipCollaborators) return undefined;
  try {
    return await source.collaborators();
  } catch (err) {
    log.warn({ err }, "the collaborators cannot be listed: OWNERS count unfiltered");
    return undefined;
  }
}

async function readTable(source: OwnersSource, selected: OwnersFileSelection<TreeEntry>): Promise<OwnersTable> {
  const entries = allOf(selected).filter(({ size = 0 }) => size <= LARGEST_FILE);
  const texts = new Map<string, string>();
  for (let start = 0; start < entries.length; start += AT_ONCE) {
    const part = entries.slice(start, start + AT_ONCE);
    await Promise.all(part.map(async ({ id }) => texts.set(id, await source.blob(id))));
  }
  const withText = ({ path, id }: TreeEntry) => ({ path, text: texts.get(id) ?? "" });
  const { owners, markdown, aliases } = selected;
  return tableInTurns({
    owners: owners.map(withText),
    markdown: markdown.map(withText),
    aliases: aliases === undefined ? undefined : withText(aliases),
  });
}

function allOf({ owners, markdown, aliases }: OwnersFileSelection<TreeEntry>): readonly TreeEntry[] {
  return [...owners, ...markdown, ...(aliases === undefined ? [] : [aliases])];
}

/** Files of the same contents in the same places say the same. */
function keyOf(selected: OwnersFileSelection<TreeEntry>): string {
  const { owners, markdown, aliases } = selected;
  const lines = [owners, markdown, aliases === undefined ? [] : [aliases]].map((entries) =>
    entries.map(({ path, id }) => `${id} ${path}`).join("\n"),
  );
  return createHash("sha256").update(lines.join("\n\n")).digest("base64");
}

/** The tables used last; one that is being read is waited for, one that failed is read again. */
class RecentTables {
  readonly #most: number;
  readonly #tables = new Map<string, Promise<OwnersTable>>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, read: () => Promise<OwnersTable>): Promise<OwnersTable> {
    const known = this.#tables.get(key);
    this.#tables.delete(key);
    const table = known ?? read();
    this.#tables.set(key, table);
    if (known === undefined) table.catch(() => this.#tables.delete(key));
    for (const oldest of this.#tables.keys()) {
      if (this.#tables.size <= this.#most) break;
      this.#tables.delete(oldest);
    }
    return table;
  }
}
