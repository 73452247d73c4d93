import type { GitHub } from "../../github/github.ts";

/** The verbs that change something on GitHub. */
const WRITES = [
  "addLabels",
  "removeLabel",
  "comment",
  "editComment",
  "deleteComment",
  "react",
  "assign",
  "unassign",
  "requestReviewers",
  "removeReviewers",
  "close",
  "reopen",
] as const satisfies readonly (keyof GitHub)[];

type Verb = (...args: readonly unknown[]) => Promise<unknown>;

/** The same verbs; each write that came to pass, or was in place already, is told in the words of the log. */
export function noteWrites(github: GitHub, note: (write: string) => void): GitHub {
  const verbs = github as unknown as Readonly<Record<string, Verb>>;
  const noting = WRITES.map((name) => {
    const write: Verb = async (...args) => {
      const answer = await verbs[name]?.(...args);
      note(inWords(name, args));
      return answer;
    };
    return [name, write] as const;
  });
  return Object.assign(Object.create(github), Object.fromEntries(noting));
}

/** The verb and the labels, logins or reason it was given: neither the thread's number nor a comment's text. */
function inWords(verb: string, [, ...about]: readonly unknown[]): string {
  const said = verb === "comment" || verb === "editComment" ? [] : about.flat();
  return [verb, ...said.filter((word) => typeof word === "string")].join(" ");
}
