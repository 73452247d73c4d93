import { setImmediate } from "node:timers/promises";
import type { OwnersSettings } from "../config/configuration.ts";
import { frontMatterOf } from "./front-matter.ts";
import type { Owners } from "./owners.ts";
import { type OwnersFileSelection, selectOwnersFiles } from "./owners-files.ts";
import { buildOwnersTable, keepCollaborators, type OwnersTable } from "./owners-table.ts";
import { OwnersTree } from "./owners-tree.ts";
import { parseAliases } from "./parse-aliases.ts";
import { type ParsedOwners, parseFrontMatter, parseOwners } from "./parse-owners.ts";
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
export function resolveOwners({ files }: OwnersFiles, options: ResolveOptions): Owners {
  const entries = [...files].map(([path, text]) => ({ path, text }));
  return ownersOf(tableOf(selectOwnersFiles(entries, options.settings)), options);
}

type SelectedTexts = OwnersFileSelection<{ readonly path: string; readonly text: string }>;
type ParsedFile = readonly [place: string, file: ParsedOwners];

/** What the files say before anybody asks who is a collaborator; the same as long as the files are. */
export function tableOf(selected: SelectedTexts): OwnersTable {
  return tableFrom(selected, [...parseEach(selected)]);
}

/** The same, with everybody else's turn between two files: there may be thousands, each as expensive as a file can be. */
export async function tableInTurns(selected: SelectedTexts): Promise<OwnersTable> {
  const parsed: ParsedFile[] = [];
  for (const file of parseEach(selected)) {
    parsed.push(file);
    await setImmediate();
  }
  return tableFrom(selected, parsed);
}

function* parseEach({ owners, markdown }: SelectedTexts): Generator<ParsedFile> {
  for (const { path, text } of owners) yield [directoryOf(path), parseOwners(text)];
  for (const { path, text } of markdown) yield [path, parseFrontMatter(frontMatterOf(text))];
}

function tableFrom({ aliases }: SelectedTexts, parsed: readonly ParsedFile[]): OwnersTable {
  return buildOwnersTable(parsed, parseAliases(aliases?.text ?? "").aliases);
}

/** The table's answers, for collaborators only where they are given. */
export function ownersOf(table: OwnersTable, { settings, collaborators }: ResolveOptions): Owners {
  const filtered = collaborators === undefined ? table : keepCollaborators(table, collaborators);
  return new OwnersTree(filtered, settings.fileName);
}
