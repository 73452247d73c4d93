import type { Owners } from "./owners.ts";
import { cleanPath, levelsOf } from "./repository-path.ts";

/** The given paths and every directory above them. */
export function placesAbove(paths: Iterable<string>): ReadonlySet<string> {
  const places = new Set<string>([""]);
  for (const path of paths) for (const level of levelsOf(path)) places.add(level);
  return places;
}

/**
 * Owners that answer for some places only, because no other files were read.
 * @throws Error, a bug of the asker, on a question about any other place: a guess could approve what nobody approved.
 */
export function limitToPlaces(owners: Owners, places: ReadonlySet<string>): Owners {
  const only =
    <T>(ask: (path: string) => T) =>
    (path: string): T => {
      if (!places.has(cleanPath(path))) throw new Error(`owners were loaded without the path ${path}`);
      return ask(path);
    };
  return {
    approvers: only((path) => owners.approvers(path)),
    leafApprovers: only((path) => owners.leafApprovers(path)),
    reviewers: only((path) => owners.reviewers(path)),
    leafReviewers: only((path) => owners.leafReviewers(path)),
    requiredReviewers: only((path) => owners.requiredReviewers(path)),
    reviewerLayers: only((path) => owners.reviewerLayers(path)),
    approverLayers: only((path) => owners.approverLayers(path)),
    labels: only((path) => owners.labels(path)),
    approverDirectory: only((path) => owners.approverDirectory(path)),
    reviewerDirectory: only((path) => owners.reviewerDirectory(path)),
    isNoParentOwners: only((path) => owners.isNoParentOwners(path)),
    isAutoApproveUnownedSubfolders: only((path) => owners.isAutoApproveUnownedSubfolders(path)),
    topLevelApprovers: () => owners.topLevelApprovers(),
    fileName: owners.fileName,
  };
}
