import { isPull } from "../state/pulls.ts";
import type { Review, ReviewComment } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { renderUser } from "./account.ts";
import { associationOf, pageUrl } from "./issue.ts";
import { renderReactions } from "./label.ts";
import { pullUrl } from "./pull.ts";
import { apiUrl, iso, type Json, nodeId } from "./rendering.ts";
import { repositoryPath } from "./repository.ts";

/** GitHub's `pull-request-review`; its state is upper case here and lower case in webhooks. */
export function renderReview(world: World, review: Review): Json {
  const { issue } = review;
  const page = `${pageUrl(world, issue)}#pullrequestreview-${review.id}`;
  const pull = isPull(issue) ? pullUrl(world, issue) : "";
  return {
    id: review.id,
    node_id: nodeId("PRR", review.id),
    user: renderUser(world, review.user),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pull,
    author_association: associationOf(world, issue.repository, review.user),
    _links: { html: { href: page }, pull_request: { href: pull } },
    ...(review.state === "PENDING" ? {} : { submitted_at: iso(review.submittedAt) }),
    commit_id: review.commit,
  };
}

export function renderReviewComment(world: World, comment: ReviewComment): Json {
  const { issue } = comment;
  const url = apiUrl(world, `${repositoryPath(issue.repository)}/pulls/comments/${comment.id}`);
  const page = `${pageUrl(world, issue)}#discussion_r${comment.id}`;
  const pull = isPull(issue) ? pullUrl(world, issue) : "";
  return {
    url,
    pull_request_review_id: comment.review.id,
    id: comment.id,
    node_id: nodeId("PRRC", comment.id),
    diff_hunk: "@@ -1 +1 @@",
    path: comment.path,
    ...positionOf(comment),
    user: renderUser(world, comment.user),
    body: comment.body,
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    html_url: page,
    pull_request_url: pull,
    author_association: associationOf(world, issue.repository, comment.user),
    _links: { self: { href: url }, html: { href: page }, pull_request: { href: pull } },
    reactions: renderReactions(url, comment.reactions),
  };
}

function positionOf(comment: ReviewComment): Json {
  return {
    commit_id: comment.commit,
    original_commit_id: comment.commit,
    position: comment.line,
    original_position: comment.line,
    line: comment.line,
    original_line: comment.line,
    start_line: null,
    original_start_line: null,
    start_side: null,
    side: "RIGHT",
    subject_type: "line",
    ...(comment.inReplyTo === null ? {} : { in_reply_to_id: comment.inReplyTo }),
  };
}
