import { unapprovedDirectories } from "../../owners/approval.ts";
import type { Owners } from "../../owners/owners.ts";

/** What a path's owners are, as `--json` prints it. Names are sorted. */
export interface PathOwners {
  readonly path: string;
  readonly approvers: readonly string[];
  readonly leafApprovers: readonly string[];
  readonly reviewers: readonly string[];
  readonly leafReviewers: readonly string[];
  readonly requiredReviewers: readonly string[];
  readonly labels: readonly string[];
  readonly noParentOwners: boolean;
}

export interface OwnersDescription {
  readonly paths: readonly PathOwners[];
  /** Directories that `approvedBy` leaves without approval; empty when nobody was named. */
  readonly unapproved: readonly string[];
}

export interface OwnersQuestion {
  readonly owners: Owners;
  /** Relative to the root of the repository. */
  readonly paths: readonly string[];
  /** Who has approved a change of all these paths; undefined to leave approval out. */
  readonly approvedBy?: readonly string[] | undefined;
}

/** Who may approve and review each path, and what is still unapproved. */
export function describeOwners({ owners, paths, approvedBy }: OwnersQuestion): OwnersDescription {
  const approved = new Set((approvedBy ?? []).map((login) => login.toLowerCase()));
  return {
    paths: paths.map((path) => describePath(owners, path)),
    unapproved: approvedBy === undefined ? [] : unapprovedDirectories({ owners, files: paths, approved }),
  };
}

function describePath(owners: Owners, path: string): PathOwners {
  const sorted = (names: ReadonlySet<string>) => [...names].sort();
  return {
    path,
    approvers: sorted(owners.approvers(path)),
    leafApprovers: sorted(owners.leafApprovers(path)),
    reviewers: sorted(owners.reviewers(path)),
    leafReviewers: sorted(owners.leafReviewers(path)),
    requiredReviewers: sorted(owners.requiredReviewers(path)),
    labels: sorted(owners.labels(path)),
    noParentOwners: owners.isNoParentOwners(path),
  };
}
