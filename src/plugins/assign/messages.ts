import { linked, spelled } from "../../plugin-kit/linked.ts";
import { nameList } from "../name-list.ts";
import { MOST_PEOPLE } from "./wanted-people.ts";

/** Where the members of the repository's organisation are listed. */
export interface Organisation {
  readonly name: string;
  readonly linkUrl: string;
}

export function notAssigned(people: readonly string[], organisation: Organisation): string {
  return (
    `GitHub did not let me assign ${nameList(people)}.\n\n` +
    `It accepts ${members(organisation)} who can read this repository, its collaborators, and people who have commented ` +
    `here, at most ${MOST_PEOPLE} at a time.`
  );
}

export function notRequested(people: readonly string[], organisation: Organisation): string {
  return (
    `GitHub did not let me request a review from ${nameList(people)}.\n\n` +
    `It accepts ${members(organisation)}, teams of the organisation and collaborators of this repository, and never the ` +
    "author of the pull request."
  );
}

export function tooManyPeople(people: readonly string[]): string {
  return `One comment can name at most ${MOST_PEOPLE} people, so I left out ${nameList(people)}.`;
}

function members({ name, linkUrl }: Organisation): string {
  return linked(`members of ${spelled(name)}`, `${linkUrl}/orgs/${name}/people`);
}
