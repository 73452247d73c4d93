import { sortedUnique } from "./byte-order.ts";
import type { Owners } from "./owners.ts";
import { directoryOf } from "./repository-path.ts";

/** Who has approved a change of these files; `approved` holds lower-cased logins. */
export interface ApprovalQuestion {
  readonly owners: Owners;
  readonly files: readonly string[];
  readonly approved: ReadonlySet<string>;
}

/** Directories of the change that need an approval of their own, sorted; the root is the empty string. */
export function ownedDirectories({ owners, files }: ApprovalQuestion): readonly string[] {
  const directories = new Set<string>();
  for (const file of files) {
    const directory = owners.approverDirectory(file);
    if (!isExcused(owners, file, directory)) directories.add(directory);
  }
  return withoutCovered(owners, directories);
}

/** Those of the owned directories that still have a file none of whose approvers has approved, sorted. */
export function unapprovedDirectories(question: ApprovalQuestion): readonly string[] {
  const { owners, files, approved } = question;
  const needed = new Set(ownedDirectories(question));
  const unapproved = files.filter((file) => !intersects(owners.approvers(file), approved));
  return sortedUnique(unapproved.map((file) => owners.approverDirectory(file))).filter((place) => needed.has(place));
}

/** True when the change has files and no directory is left to approve. Prow: AreFilesApproved. */
export function filesApproved(question: ApprovalQuestion): boolean {
  return question.files.length > 0 && unapprovedDirectories(question).length === 0;
}

/** For every owned directory the people of all its files, united. */
export function peopleByDirectory(
  question: ApprovalQuestion,
  peopleOf: (file: string) => ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const people = new Map(ownedDirectories(question).map((directory) => [directory, new Set<string>()]));
  const taken = new Set<string | ReadonlySet<string>>();
  for (const file of question.files) {
    const here = people.get(question.owners.approverDirectory(file));
    const more = peopleOf(file);
    if (here === undefined || (taken.has(more) && isSubset(more, here))) continue;
    taken.add(more);
    for (const login of more) here.add(login);
  }
  return people;
}

/** With `auto_approve_unowned_subfolders`, files below a directory's own level; for the root's, those at the root too. */
function isExcused(owners: Owners, file: string, directory: string): boolean {
  return directoryOf(directoryOf(file)).includes(directory) && owners.isAutoApproveUnownedSubfolders(directory);
}

/**
 * Leaves out a directory when one above it is in the set, climbing no further than `no_parent_owners`; so root approvers
 * alone decide as soon as one file is theirs. Prow: pkg/plugins/approve/approvers, removeSubdirs.
 */
function withoutCovered(owners: Owners, directories: ReadonlySet<string>): readonly string[] {
  const left = new Set(sortedUnique(directories));
  for (const directory of left) if (isCovered(owners, directory, left)) left.delete(directory);
  return [...left];
}

function isCovered(owners: Owners, directory: string, others: ReadonlySet<string>): boolean {
  let place = directory;
  while (place !== "" && !owners.isNoParentOwners(place)) {
    place = directoryOf(place);
    if (others.has(place)) return true;
  }
  return false;
}

function intersects(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const [small, large] = some.size <= others.size ? [some, others] : [others, some];
  for (const item of small) if (large.has(item)) return true;
  return false;
}

function isSubset(some: ReadonlySet<string>, of: ReadonlySet<string>): boolean {
  for (const item of some) if (!of.has(item)) return false;
  return true;
}
