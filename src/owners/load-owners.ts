import type { OwnersSettings } from "../config/configuration.ts";
import type { GitHub, Tree, TreeEntry } from "../github/github.ts";
import type { Logger } from "../log.ts";
import { limitToPlaces, placesAbove } from "./limit-to-paths.ts";
import type { Owners } from "./owners.ts";
import { isRegularFile, type OwnersFileSelection, selectOwnersFiles } from "./owners-files.ts";
import { keepCollaborators, type OwnersTable, withoutAutoApproval } from "./owners-table.ts";
import { OwnersTree } from "./owners-tree.ts";
import { TableCache } from "./table-cache.ts";

/** What loading asks of GitHub. */
export type OwnersSource = Pick<GitHub, "tree" | "blob" | "collaborators">;

export interface LoadRequest {
  readonly settings: OwnersSettings;
  /** The paths that will be asked about; only files that matter for them are read. Absent: all of the tree. */
  readonly paths?: readonly string[] | undefined;
  readonly log?: Pick<Logger, "info" | "warn"> | undefined;
}

export interface LoadedOwners extends Owners {
  /**
   * What the answers rest on: the whole `tree`; the files above the asked `paths`, and then every other path is refused;
   * or the `root` file alone, because GitHub cut the listing, and then root approvers have to approve everything.
   */
  readonly scope: "tree" | "paths" | "root";
}

export interface OwnersLoader {
  /** Who owns what at a commit. Rejects when GitHub does not give the tree or one of its files; a broken file is skipped. */
  load(source: OwnersSource, commit: string, request: LoadRequest): Promise<LoadedOwners>;
}

export interface OwnersLoaderOptions {
  /** Characters of OWNERS text whose meaning is kept in memory; default 8 Mi, for hundreds of repositories. */
  readonly cacheSize?: number;
}

/**
 * Loads owners through caches that content alone decides: files by blob id, trees by the ids of their files. Collaborators
 * are asked for on every load; when GitHub does not list them nobody is left out, as in Prow.
 */
export function createOwnersLoader({ cacheSize = 8 * 1024 * 1024 }: OwnersLoaderOptions = {}): OwnersLoader {
  const cache = new TableCache(cacheSize);
  return {
    async load(source, commit, request) {
      const [tree, collaborators] = await Promise.all([source.tree(commit), listCollaborators(source, request)]);
      const scope: LoadedOwners["scope"] = tree.truncated ? "root" : request.paths === undefined ? "tree" : "paths";
      if (scope === "root")
        request.log?.warn({ commit }, "tree is too large to list, only the root OWNERS file counts");
      const places = scope === "paths" ? placesAbove(request.paths ?? []) : undefined;
      const files = selectFrom(tree, request.settings, places);
      const table = await cache.table(files, { source, log: request.log });
      const owners = ownersOf(scope === "root" ? withoutAutoApproval(table) : table, request.settings, collaborators);
      return Object.assign(places === undefined ? owners : limitToPlaces(owners, places), { scope });
    },
  };
}

function ownersOf(
  table: OwnersTable,
  settings: OwnersSettings,
  collaborators: ReadonlySet<string> | undefined,
): Owners {
  return new OwnersTree(
    collaborators === undefined ? table : keepCollaborators(table, collaborators),
    settings.fileName,
  );
}

function selectFrom(
  tree: Tree,
  settings: OwnersSettings,
  places: ReadonlySet<string> | undefined,
): OwnersFileSelection<TreeEntry> {
  const regular = tree.entries.filter(isRegularFile);
  if (tree.truncated) {
    const atRoot = regular.filter((entry) => !entry.path.includes("/"));
    return { ...selectOwnersFiles(atRoot, settings), markdown: [] };
  }
  const { owners, markdown, aliases } = selectOwnersFiles(regular, settings);
  if (places === undefined) return { owners, markdown, aliases };
  return {
    owners: owners.filter(({ path }) => places.has(path.slice(0, Math.max(0, path.lastIndexOf("/"))))),
    markdown: markdown.filter(({ path }) => places.has(path)),
    aliases,
  };
}

async function listCollaborators(
  source: OwnersSource,
  { settings, log }: LoadRequest,
): Promise<ReadonlySet<string> | undefined> {
  if (settings.skipCollaborators) return undefined;
  try {
    return await source.collaborators();
  } catch (error) {
    // Prow: an App may lack the permission, and then OWNERS count as written.
    log?.warn({ err: error }, "collaborators cannot be listed, owners are not filtered");
    return undefined;
  }
}
