import { byteOrder, sortedUnique } from "./byte-order.ts";
import { goPermutation } from "./go/go-random.ts";
import { type ApprovalQuestion, filesApproved, peopleByDirectory, unapprovedDirectories } from "./owned-directories.ts";

export interface SuggestionQuestion extends ApprovalQuestion {
  /** Lower-cased logins of the assignees. */
  readonly assigned: ReadonlySet<string>;
  /** The same seed gives the same people: the pull request's number. */
  readonly seed: number;
}

/**
 * Whom to ask for the approvals that are missing, split by who is assigned already; both lists sorted. The choice is
 * Prow's, random numbers included. Prow: pkg/plugins/approve/approvers, GetCCs.
 */
export function suggestApprovers(question: SuggestionQuestion): { assigned: string[]; unassigned: string[] } {
  const { approved, assigned } = question;
  const leaves = peopleByDirectory(question, (file) => question.owners.leafApprovers(file));
  const everyone = peopleByDirectory(question, (file) => question.owners.approvers(file));
  const suggested = keepUseful(question, {
    places: leaves,
    known: union(approved, assigned),
    people: shuffled(leaves, question.seed),
  });
  const known = union(approved, suggested);
  const kept = keepUseful(question, { places: everyone, known, people: sortedUnique(union(known, assigned)) });
  const all = sortedUnique(union(suggested, kept));
  return {
    assigned: all.filter((login) => assigned.has(login)),
    unassigned: all.filter((login) => !assigned.has(login)),
  };
}

/** Everybody once for each directory, in an order that the seed decides. */
function shuffled(places: ReadonlyMap<string, ReadonlySet<string>>, seed: number): string[] {
  const people = [...places.values()].flatMap((logins) => [...logins]).sort(byteOrder);
  return goPermutation(seed, people.length).map((index) => people[index] ?? "");
}

interface Choice {
  readonly places: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whose approval is taken for given when asking what is still missing. */
  readonly known: ReadonlySet<string>;
  readonly people: readonly string[];
}

function keepUseful(question: ApprovalQuestion, { places, known, people }: Choice): ReadonlySet<string> {
  const placesOf = placesByPerson(places);
  const missing = new Set(unapprovedDirectories({ ...question, approved: known }));
  const chosen = coveringPeople(question, people, placesOf);
  return new Set([...chosen].filter((login) => overlap(placesOf.get(login), missing) > 0));
}

function placesByPerson(places: ReadonlyMap<string, ReadonlySet<string>>): ReadonlyMap<string, ReadonlySet<string>> {
  const placesOf = new Map<string, Set<string>>();
  for (const [place, people] of places) {
    for (const login of people) placesOf.set(login, (placesOf.get(login) ?? new Set()).add(place));
  }
  return placesOf;
}

/** Takes people greedily until every file is approved or nobody helps. */
function coveringPeople(
  question: ApprovalQuestion,
  people: readonly string[],
  placesOf: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const chosen = new Set<string>();
  const left = { ...question, approved: chosen };
  while (!filesApproved(left)) {
    const missing = new Set(unapprovedDirectories(left));
    const next = mostCovering(
      people.filter((login) => !chosen.has(login)),
      placesOf,
      missing,
    );
    if (next === "") break;
    chosen.add(next);
  }
  return chosen;
}

/** The mark to beat becomes all that a person covers, not only what is missing: that is how Prow counts. */
function mostCovering(
  people: readonly string[],
  placesOf: ReadonlyMap<string, ReadonlySet<string>>,
  missing: ReadonlySet<string>,
): string {
  let best = "";
  let mark = 0;
  for (const login of people) {
    const places = placesOf.get(login);
    if (overlap(places, missing) <= mark) continue;
    mark = places?.size ?? 0;
    best = login;
  }
  return best;
}

function overlap(some: ReadonlySet<string> | undefined, others: ReadonlySet<string>): number {
  let count = 0;
  for (const item of some ?? []) if (others.has(item)) count += 1;
  return count;
}

function union(...sets: ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
