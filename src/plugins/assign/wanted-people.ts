import type { Calls } from "../../plugin-kit/define-plugin.ts";

/** GitHub's own limit of assignees, and the most people one text can add, or remove, at once. */
export const MOST_PEOPLE = 10;

export interface WantedPeople {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** Named beyond the limit; nothing is done about them. */
  readonly tooMany: readonly string[];
}

/**
 * What all lines of a text ask for together: nobody named means the commenter, and the last line that names a person
 * holds, spelling by spelling. Prow: pkg/plugins/assign, handle.
 */
export function wantedPeople(calls: Calls<readonly string[]>, commenter: string): WantedPeople {
  const adds = new Map<string, boolean>();
  for (const { name, args } of calls) {
    for (const person of args.length === 0 ? [commenter] : args) adds.set(person, !name.startsWith("un"));
  }
  const add = [...adds.keys()].filter((person) => adds.get(person));
  const remove = [...adds.keys()].filter((person) => !adds.get(person));
  return {
    add: add.slice(0, MOST_PEOPLE),
    remove: remove.slice(0, MOST_PEOPLE),
    tooMany: [...remove.slice(MOST_PEOPLE), ...add.slice(MOST_PEOPLE)],
  };
}
