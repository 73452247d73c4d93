import type { Issue, Pull } from "../../github/github.ts";
import type { EventIssue, EventPull, EventReviewedPull } from "../../plugin-kit/events.ts";
import type { BotEvent } from "./decode-event.ts";
import { accountOf } from "./event-subject.ts";
import { repoOf } from "./repo-of.ts";

/** What a payload says about its issue or pull request: at most one of the two. */
export interface PayloadState {
  readonly issue?: Issue;
  readonly pull?: Pull;
}

/** The state the payload was made with, so that nobody has to ask GitHub for it again while it is fresh. */
export function payloadState({ payload }: BotEvent): PayloadState {
  if ("issue" in payload) return { issue: issueOf(payload.issue, payload.issue.pull_request !== undefined) };
  if (!("pull_request" in payload)) return {};
  const told = payload.pull_request;
  const merged = isMerged(told);
  // Events about reviews say less; half a pull request is still a whole issue.
  if (merged === undefined || told.draft === undefined) return { issue: issueOf(told, true) };
  return { pull: pullOf(told, { draft: told.draft, merged }) };
}

function isMerged(pull: EventPull | EventReviewedPull): boolean | undefined {
  if ("merged" in pull) return pull.merged;
  return pull.merged_at === undefined ? undefined : pull.merged_at !== null;
}

function issueOf(issue: Omit<EventIssue, "pull_request">, isPull: boolean): Issue {
  return {
    number: issue.number,
    isPull,
    title: issue.title,
    body: issue.body ?? "",
    author: accountOf(issue.user),
    state: issue.state,
    labels: issue.labels.map((label) => label.name),
    assignees: issue.assignees.map((assignee) => assignee.login),
    url: issue.html_url,
  };
}

function pullOf(pull: EventReviewedPull, known: { readonly draft: boolean; readonly merged: boolean }): Pull {
  return {
    ...issueOf(pull, true),
    ...known,
    isPull: true,
    baseRef: pull.base.ref,
    baseSha: pull.base.sha,
    headRef: pull.head.ref,
    headSha: pull.head.sha,
    headRepo: pull.head.repo === null ? null : repoOf(pull.head.repo),
    requestedReviewers: pull.requested_reviewers.flatMap(({ login }) => login ?? []),
  };
}
