import { decode } from "../decode.ts";
import type { GitHub } from "../github.ts";
import { issueAnswer } from "./rest-answers.ts";
import { type VerbContext, writeTo } from "./verb-context.ts";

type AssigneeVerbs = Pick<GitHub, "assign" | "unassign">;

export function assigneeVerbs(context: VerbContext): AssigneeVerbs {
  return {
    assign: async (number, logins) => {
      const assigned = await change(context, number, { method: "POST", logins });
      return assigned ? absentFrom(assigned, logins) : [];
    },
    unassign: async (number, logins) => {
      await change(context, number, { method: "DELETE", logins });
    },
  };
}

/** Those of `logins` that the list lacks; GitHub compares logins without case. */
export function absentFrom(present: readonly string[], logins: readonly string[]): readonly string[] {
  const known = new Set(present.map((login) => login.toLowerCase()));
  return logins.filter((login) => !known.has(login.toLowerCase()));
}

/** Who is assigned afterwards; undefined when there was nothing to ask, or in a dry run. */
async function change(
  context: VerbContext,
  number: number,
  { method, logins }: { readonly method: "POST" | "DELETE"; readonly logins: readonly string[] },
): Promise<readonly string[] | undefined> {
  if (logins.length === 0) return undefined;
  const route = `${method} /repos/{owner}/{repo}/issues/{issue_number}/assignees`;
  const question = { route, path: { issue_number: number }, body: { assignees: logins } };
  const answer = await writeTo(context, { number, part: "rest" }, question);
  if (answer.planned) return undefined;
  const { assignees } = decode(issueAnswer, route, answer.data);
  context.snapshot.of(number).changed({ assignees });
  return assignees;
}
