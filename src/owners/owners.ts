/**
 * Who owns a path, answered from the OWNERS files of one commit. Paths are relative to the repository's root; the root
 * directory is named by the empty string. Logins are lower-cased. Prow: pkg/repoowners, see docs/differences.md.
 */
export interface Owners {
  /** Everyone who may approve the path, from its own directory up to the root or to `no_parent_owners`. */
  approvers(path: string): ReadonlySet<string>;
  /** The approvers of the nearest directory that has any. */
  leafApprovers(path: string): ReadonlySet<string>;
  reviewers(path: string): ReadonlySet<string>;
  leafReviewers(path: string): ReadonlySet<string>;
  requiredReviewers(path: string): ReadonlySet<string>;
  /** Like `reviewers`, nearest directory first, each person only in the first layer that names it. */
  reviewerLayers(path: string): readonly ReadonlySet<string>[];
  approverLayers(path: string): readonly ReadonlySet<string>[];
  /** The labels OWNERS files give to a change of the path. */
  labels(path: string): ReadonlySet<string>;
  /** The directory (or Markdown file) whose file decides who approves the path; the root when none does. */
  approverDirectory(path: string): string;
  reviewerDirectory(path: string): string;
  isNoParentOwners(directory: string): boolean;
  isAutoApproveUnownedSubfolders(directory: string): boolean;
  /** Unfiltered approvers of the root file. */
  topLevelApprovers(): ReadonlySet<string>;
  /** The file's name in this repository: `OWNERS` unless configured. */
  readonly fileName: string;
}
