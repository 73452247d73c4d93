import type { CloseReason, GitHub, Issue, Reaction, ReactionTarget } from "../github.ts";
import { issueAnswer } from "./rest-answers.ts";
import { ask, askFor, type VerbContext, writeTo } from "./verb-context.ts";

type IssueVerbs = Pick<GitHub, "issue" | "close" | "reopen" | "react">;

export function issueVerbs(context: VerbContext): IssueVerbs {
  return {
    issue: (number) => readIssue(context, number),
    close: (number, reason) => setState(context, number, closed(reason)),
    reopen: (number) => setState(context, number, { state: "open" }),
    react: (target, reaction) => react(context, target, reaction),
  };
}

/** The issue with this delivery's writes in it; whatever was read of the pull request already serves too. */
export async function readIssue(context: VerbContext, number: number): Promise<Issue> {
  const snapshot = context.snapshot.of(number);
  // Derived only where it is waited for: a rejection nobody waits for would end the process.
  const read = snapshot.issue.peek() ?? snapshot.pull.peek() ?? snapshot.history.peek()?.then(({ pull }) => pull);
  return snapshot.currentIssue(await (read ?? snapshot.issue.read(() => fetchIssue(context, number))));
}

function fetchIssue(context: VerbContext, number: number): Promise<Issue> {
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}";
  return askFor(context, issueAnswer, { route, path: { issue_number: number } });
}

type StateChange = { readonly state: "open" } | { readonly state: "closed"; readonly state_reason?: CloseReason };

function closed(reason: CloseReason | undefined): StateChange {
  return reason === undefined ? { state: "closed" } : { state: "closed", state_reason: reason };
}

async function setState(context: VerbContext, number: number, change: StateChange): Promise<void> {
  const route = "PATCH /repos/{owner}/{repo}/issues/{issue_number}";
  await writeTo(context, { number, part: "rest" }, { route, path: { issue_number: number }, body: change });
  context.snapshot.of(number).changed({ state: change.state });
}

async function react(context: VerbContext, target: ReactionTarget, content: Reaction): Promise<void> {
  await ask(context, { ...reactionRoute(target), body: { content } });
}

function reactionRoute(target: ReactionTarget): { route: string; path: Record<string, number> } {
  const repo = "POST /repos/{owner}/{repo}";
  if (target.kind === "issue") {
    return { route: `${repo}/issues/{issue_number}/reactions`, path: { issue_number: target.number } };
  }
  const part = target.kind === "comment" ? "issues" : "pulls";
  return { route: `${repo}/${part}/comments/{comment_id}/reactions`, path: { comment_id: target.id } };
}
