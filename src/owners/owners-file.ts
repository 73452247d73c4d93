/** The four lists an OWNERS file can hold, as written: aliases and letter case untouched. */
export interface OwnersLists {
  readonly approvers: readonly string[];
  readonly reviewers: readonly string[];
  readonly requiredReviewers: readonly string[];
  readonly labels: readonly string[];
}

export interface OwnersOptions {
  readonly noParentOwners: boolean;
  readonly autoApproveUnownedSubfolders: boolean;
}

/** Lists that hold for the paths a pattern matches, or for all when there is none. */
export interface OwnersRule extends OwnersLists {
  readonly pattern: string | undefined;
}

/** What one OWNERS file or Markdown front matter says. */
export interface OwnersFile {
  readonly options: OwnersOptions;
  readonly rules: readonly OwnersRule[];
}

/** Names of the lists in the order of Prow's structure. */
export const listNames = ["approvers", "reviewers", "requiredReviewers", "labels"] as const;
export type ListName = (typeof listNames)[number];

export const noOptions: OwnersOptions = { noParentOwners: false, autoApproveUnownedSubfolders: false };

/** A file that says nothing, as a broken one does. */
export const emptyOwnersFile: OwnersFile = { options: noOptions, rules: [] };
