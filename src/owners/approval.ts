import { sortedUnique } from "./byte-order.ts";
import { type ApprovalQuestion, peopleByDirectory, unapprovedDirectories } from "./owned-directories.ts";

export { type ApprovalQuestion, filesApproved, ownedDirectories, unapprovedDirectories } from "./owned-directories.ts";
export { type SuggestionQuestion, suggestApprovers } from "./suggest-approvers.ts";

/** How far one owned directory is approved. */
export interface DirectoryCoverage {
  readonly directory: string;
  /** Those who approved and may, for at least one of the files there; sorted. */
  readonly approvedBy: readonly string[];
  readonly fullyApproved: boolean;
}

/** Every owned directory with who approved it, sorted by directory. */
export function coverage(question: ApprovalQuestion): readonly DirectoryCoverage[] {
  const unapproved = new Set(unapprovedDirectories(question));
  const approvers = peopleByDirectory(question, (file) => question.owners.approvers(file));
  return [...approvers].map(([directory, people]) => ({
    directory,
    approvedBy: sortedUnique([...question.approved].filter((login) => people.has(login))),
    fullyApproved: !unapproved.has(directory),
  }));
}
