import type { EventName } from "../../plugin-kit/events.ts";
import {
  anyObject,
  both,
  type Check,
  count,
  flag,
  list,
  matching,
  nullable,
  object,
  oneOf,
  optional,
  text,
} from "./payload-shape.ts";

/** What may stand between two slashes of a request to GitHub: neither dots alone nor anything that needs escaping. */
const name = matching(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/);
const login = matching(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}(?:\[bot\])?$/);
const sha = matching(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);

const user = object({ login, id: count, type: text });
const repository = object({
  id: count,
  name,
  full_name: text,
  owner: user,
  default_branch: text,
  private: flag,
});
const base = object({ repository, sender: user, installation: optional(object({ id: count })) });
const label = object({ name: text });

const issue = object({
  number: count,
  title: text,
  body: nullable(text),
  state: oneOf("open", "closed"),
  user: nullable(user),
  labels: list(label),
  assignees: list(object({ login: text })),
  html_url: text,
  created_at: text,
  updated_at: text,
  pull_request: optional(anyObject),
});
const branch = object({ ref: text, sha, repo: nullable(repository) });
const reviewedPull = both(
  issue,
  object({
    draft: optional(flag),
    merged_at: optional(nullable(text)),
    base: branch,
    head: branch,
    requested_reviewers: list(object({ login: optional(login) })),
  }),
);
const pull = both(reviewedPull, object({ draft: flag, merged: flag }));
const comment = object({
  id: count,
  body: text,
  user: nullable(user),
  html_url: text,
  created_at: text,
  updated_at: text,
});
const review = object({
  id: count,
  body: nullable(text),
  user: nullable(user),
  state: text,
  html_url: text,
  submitted_at: nullable(text),
  commit_id: optional(nullable(sha)),
});
const changes = optional(
  object({
    title: optional(object({ from: text })),
    body: optional(object({ from: nullable(text) })),
    base: optional(object({ ref: object({ from: text }) })),
    old_issue: optional(nullable(anyObject)),
  }),
);

const issueEvent = both(base, object({ issue, label: optional(label), changes }));
const commentEvent = both(base, object({ issue, comment, changes }));
const pullEvent = both(
  base,
  object({
    number: count,
    pull_request: pull,
    label: optional(label),
    changes,
    before: optional(sha),
    after: optional(sha),
  }),
);
const reviewEvent = both(base, object({ pull_request: reviewedPull, review, changes }));
const reviewCommentEvent = both(base, object({ pull_request: reviewedPull, comment, changes }));
const labelled = object({ label });

/** The fields of every event that the bot or a plugin reads. Header names are not signed, so each shape is checked. */
export const eventShapes: ReadonlyMap<string, Check> = new Map<EventName, Check>([
  ["issues.opened", issueEvent],
  ["issues.edited", issueEvent],
  ["issues.closed", issueEvent],
  ["issues.reopened", issueEvent],
  ["issues.labeled", both(issueEvent, labelled)],
  ["issues.unlabeled", both(issueEvent, labelled)],
  ["issue_comment.created", commentEvent],
  ["issue_comment.edited", commentEvent],
  ["issue_comment.deleted", commentEvent],
  ["pull_request.opened", pullEvent],
  ["pull_request.edited", pullEvent],
  ["pull_request.closed", pullEvent],
  ["pull_request.reopened", pullEvent],
  ["pull_request.synchronize", pullEvent],
  ["pull_request.labeled", both(pullEvent, labelled)],
  ["pull_request.unlabeled", both(pullEvent, labelled)],
  ["pull_request.ready_for_review", pullEvent],
  ["pull_request.converted_to_draft", pullEvent],
  ["pull_request_review.submitted", reviewEvent],
  ["pull_request_review.edited", reviewEvent],
  ["pull_request_review.dismissed", reviewEvent],
  ["pull_request_review_comment.created", reviewCommentEvent],
  ["pull_request_review_comment.edited", reviewCommentEvent],
  ["pull_request_review_comment.deleted", reviewCommentEvent],
  ["push", both(base, object({ ref: text, before: sha, after: sha, created: flag, deleted: flag }))],
  ["status", both(base, object({ sha, state: text, context: text, description: nullable(text) }))],
]);
