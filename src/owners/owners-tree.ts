import { LayeredSets } from "./layered-sets.ts";
import type { Owners } from "./owners.ts";
import type { ListName } from "./owners-file.ts";
import type { OwnersTable } from "./owners-table.ts";
import { cleanPath, levelsOf, relativeTo } from "./repository-path.ts";

type People = "approvers" | "reviewers";

/**
 * Answers from a table of places. A lookup walks from the path up to the root; where no pattern is on the way, all paths
 * of a directory share one answer. Prow: pkg/repoowners, entriesForFile and findOwnersForFile.
 */
export class OwnersTree implements Owners {
  readonly fileName: string;
  private readonly table: OwnersTable;
  private readonly shared = new Map<string, Map<string, LayeredSets | "differs by path">>();

  constructor(table: OwnersTable, fileName: string) {
    this.table = table;
    this.fileName = fileName;
  }

  approvers(path: string): ReadonlySet<string> {
    return this.entries("approvers", path).members;
  }

  leafApprovers(path: string): ReadonlySet<string> {
    return this.entries("approvers", path, true).members;
  }

  reviewers(path: string): ReadonlySet<string> {
    return this.entries("reviewers", path).members;
  }

  leafReviewers(path: string): ReadonlySet<string> {
    return this.entries("reviewers", path, true).members;
  }

  requiredReviewers(path: string): ReadonlySet<string> {
    return this.entries("requiredReviewers", path).members;
  }

  labels(path: string): ReadonlySet<string> {
    return this.entries("labels", path).members;
  }

  /** The index counts levels: 0 is the path itself, 1 its directory; a level without people is an empty set. */
  reviewerLayers(path: string): readonly ReadonlySet<string>[] {
    return this.entries("reviewers", path).layers;
  }

  approverLayers(path: string): readonly ReadonlySet<string>[] {
    return this.entries("approvers", path).layers;
  }

  approverDirectory(path: string): string {
    return this.owningPlace("approvers", cleanPath(path));
  }

  reviewerDirectory(path: string): string {
    return this.owningPlace("reviewers", cleanPath(path));
  }

  isNoParentOwners(directory: string): boolean {
    return this.table.get(directory)?.options.noParentOwners === true;
  }

  isAutoApproveUnownedSubfolders(directory: string): boolean {
    return this.table.get(directory)?.options.autoApproveUnownedSubfolders === true;
  }

  topLevelApprovers(): ReadonlySet<string> {
    return this.leafApprovers("");
  }

  private owningPlace(kind: People, path: string): string {
    for (const level of levelsOf(path)) {
      const rules = this.table.get(level)?.rules[kind] ?? [];
      const owns = rules.some(
        ({ pattern, members }) => members.size > 0 && (pattern?.test(relativeTo(level, path)) ?? true),
      );
      if (owns) return level;
    }
    return "";
  }

  private entries(kind: ListName, rawPath: string, leafOnly = false): LayeredSets {
    const path = cleanPath(rawPath);
    if (path === "" || this.table.has(path)) return this.walk(kind, path, leafOnly).found;
    const answers = this.answersFor(leafOnly ? `leaf ${kind}` : kind);
    const directory = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const known = answers.get(directory);
    if (known instanceof LayeredSets) return known;
    const { found, differs } = this.walk(kind, path, leafOnly);
    answers.set(directory, differs ? "differs by path" : found);
    return found;
  }

  private answersFor(question: string): Map<string, LayeredSets | "differs by path"> {
    const answers = this.shared.get(question) ?? new Map();
    this.shared.set(question, answers);
    return answers;
  }

  private walk(kind: ListName, path: string, leafOnly: boolean): { found: LayeredSets; differs: boolean } {
    const found = new LayeredSets();
    let differs = false;
    let layer = 0;
    for (const level of levelsOf(path)) {
      const entry = this.table.get(level);
      for (const { pattern, members } of entry?.rules[kind] ?? []) {
        differs ||= pattern !== undefined;
        if (pattern?.test(relativeTo(level, path)) ?? true) found.insert(layer, members);
      }
      if (found.members.size > 0 && (leafOnly || entry?.options.noParentOwners === true)) break;
      layer += 1;
    }
    return { found, differs };
  }
}
