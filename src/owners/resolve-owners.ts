import type { OwnersSettings } from "../config/configuration.ts";
import { frontMatterOf } from "./front-matter.ts";
import type { Owners } from "./owners.ts";
import { selectOwnersFiles } from "./owners-files.ts";
import { buildOwnersTable, keepCollaborators } from "./owners-table.ts";
import { OwnersTree } from "./owners-tree.ts";
import { parseAliases } from "./parse-aliases.ts";
import { parseFrontMatter, parseOwners } from "./parse-owners.ts";
import { directoryOf } from "./repository-path.ts";

/** The regular files of one commit; those that say nothing about owners may be among them. */
export interface OwnersFiles {
  readonly files: ReadonlyMap<string, string>;
}

export interface ResolveOptions {
  readonly settings: OwnersSettings;
  /** Lower-cased logins; approvers and reviewers who are not among them do not count. Absent: everyone counts. */
  readonly collaborators?: ReadonlySet<string>;
}

/** Who owns what, from the files' texts alone. A broken file says nothing, and never throws. */
export function resolveOwners({ files }: OwnersFiles, { settings, collaborators }: ResolveOptions): Owners {
  const entries = [...files].map(([path, text]) => ({ path, text }));
  const selected = selectOwnersFiles(entries, settings);
  const parsed = [
    ...selected.owners.map(({ path, text }) => [directoryOf(path), parseOwners(text)] as const),
    ...selected.markdown.map(({ path, text }) => [path, parseFrontMatter(frontMatterOf(text))] as const),
  ];
  const table = buildOwnersTable(parsed, parseAliases(selected.aliases?.text ?? "").aliases);
  const filtered = collaborators === undefined ? table : keepCollaborators(table, collaborators);
  return new OwnersTree(filtered, settings.fileName);
}
