import { mergeBase } from "../git/history.ts";
import { invalid, Refusal } from "../refusal.ts";
import type { Acting } from "../state/actor.ts";
import { isPull } from "../state/pulls.ts";
import type { Issue, Pull, PullPart, Repository } from "../state/records.ts";
import { announceSubject } from "./announce.ts";
import { demand } from "./guard.ts";

export interface IssueFields {
  readonly title: string;
  readonly body?: string | null;
}

export interface PullFields extends IssueFields {
  readonly base: string;
  readonly head: { readonly repository: Repository; readonly branch: string };
  readonly draft?: boolean;
}

/** Opens an issue. */
export function openIssue(acting: Acting, repository: Repository, fields: IssueFields): Issue {
  demand(acting, repository, { people: "read", app: ["issues"], access: "write" });
  const issue = newIssue(acting, repository, { ...fields, pull: null });
  announceSubject(acting, issue, { action: "opened" });
  return issue;
}

/** Opens a pull request; refuses one without commits, and a second one from the same branch. */
export function openPull(acting: Acting, repository: Repository, fields: PullFields): Pull {
  demand(acting, repository, { people: "read", app: ["pull_requests"], access: "write" });
  const issue = newIssue(acting, repository, { ...fields, pull: newPull(acting, repository, fields) });
  if (!isPull(issue)) throw new Error("A pull request without its pull part");
  announceSubject(acting, issue, { action: "opened" });
  return issue;
}

function newIssue(acting: Acting, repository: Repository, fields: IssueFields & { pull: PullPart | null }): Issue {
  if (fields.title.trim() === "") throw invalid("Issue", "title", "missing_field");
  const { world, by } = acting;
  const now = world.now();
  const issue: Issue = {
    id: world.nextId(),
    number: repository.issues.size + 1,
    repository,
    author: by.account,
    createdAt: now,
    comments: [],
    timeline: [],
    reactions: [],
    pull: fields.pull,
    title: fields.title,
    body: fields.body ?? null,
    state: "open",
    stateReason: null,
    labels: [],
    assignees: [],
    milestone: null,
    locked: false,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
  };
  repository.issues.set(issue.number, issue);
  return issue;
}

function newPull(acting: Acting, repository: Repository, fields: PullFields): PullPart {
  const { world } = acting;
  const base = repository.refs.get(`refs/heads/${fields.base}`);
  if (base === undefined) throw invalid("PullRequest", "base");
  const { repository: from, branch } = fields.head;
  const sha = from.refs.get(`refs/heads/${branch}`);
  if (sha === undefined) throw invalid("PullRequest", "head");
  checkDifference(acting, { base, sha, fields });
  checkOnly(repository, fields);
  return {
    id: world.nextId(),
    head: { ref: branch, sha, owner: from.owner, repository: from },
    base: { ref: fields.base, sha: base },
    reviews: [],
    reviewComments: [],
    draft: fields.draft ?? false,
    merged: false,
    mergedAt: null,
    mergedBy: null,
    mergeCommit: null,
    requestedReviewers: [],
    requestedTeams: [],
    mergeable: undefined,
  };
}

function checkDifference(acting: Acting, heads: { base: string; sha: string; fields: PullFields }): void {
  if (mergeBase(acting.world.git, heads.base, heads.sha) !== heads.sha) return;
  const message = `No commits between ${heads.fields.base} and ${heads.fields.head.branch}`;
  throw new Refusal(422, "Validation Failed", [{ resource: "PullRequest", code: "custom", message }]);
}

function checkOnly(repository: Repository, fields: PullFields): void {
  const { repository: from, branch } = fields.head;
  for (const { state, pull } of repository.issues.values()) {
    if (state !== "open" || pull === null || pull.base.ref !== fields.base) continue;
    if (pull.head.repository !== from || pull.head.ref !== branch) continue;
    const message = `A pull request already exists for ${from.owner.login}:${branch}.`;
    throw new Refusal(422, "Validation Failed", [{ resource: "PullRequest", code: "custom", message }]);
  }
}
