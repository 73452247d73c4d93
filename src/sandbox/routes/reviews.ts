import {
  addReview,
  addReviewComment,
  deleteReviewComment,
  dismissReview,
  editReview,
  editReviewComment,
  type ReviewCommentFields,
  submitReview,
} from "../actions/reviewing.ts";
import { requiredText, text } from "../http/body-fields.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { paged } from "../http/pages.ts";
import { param, pullOf, repositoryOf } from "../http/path-subject.ts";
import { created, noContent, ok, type Reply } from "../http/reply.ts";
import { notFound, orNotFound, Refusal } from "../refusal.ts";
import { renderReview, renderReviewComment } from "../render/review.ts";
import type { Review, ReviewComment } from "../state/records.ts";

export const reviewRoutes: readonly Route[] = [
  { pattern: "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", run: list },
  { pattern: "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews", run: create },
  {
    pattern: "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}",
    run: (call) => ok(renderReview(call.world, reviewOf(call))),
  },
  { pattern: "PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}", run: update },
  { pattern: "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events", run: submit },
  { pattern: "PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals", run: dismiss },
  { pattern: "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/comments", run: commentsOfReview },
  { pattern: "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", run: listComments },
  { pattern: "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments", run: createComment },
  { pattern: "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies", run: reply },
  {
    pattern: "GET /repos/{owner}/{repo}/pulls/comments/{comment_id}",
    run: (call) => ok(renderReviewComment(call.world, reviewCommentOf(call))),
  },
  { pattern: "PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}", run: updateComment },
  { pattern: "DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}", run: removeComment },
];

const STATES = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;

function stateOf(event: string): "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" {
  if (event === "APPROVE" || event === "REQUEST_CHANGES" || event === "COMMENT") return STATES[event];
  throw new Refusal(422, "Unprocessable Entity", [`Event ${event} is not one of APPROVE, REQUEST_CHANGES, COMMENT`]);
}

function reviewOf(call: Call): Review {
  return orNotFound(pullOf(call).pull.reviews.find((other) => String(other.id) === param(call, "review_id")));
}

export function reviewCommentOf(call: Call): ReviewComment {
  const comment = repositoryOf(call, ["pull_requests"]).reviewComments.get(Number(param(call, "comment_id")));
  if (comment === undefined || comment.createdAt > call.asOf) throw notFound();
  return comment;
}

/** Pending reviews show to their writer alone. */
function list(call: Call): Reply {
  const { pull } = pullOf(call);
  const self = call.caller.kind === "actor" ? call.caller.actor.account : undefined;
  const shown = pull.reviews.filter(
    (review) => (review.state !== "PENDING" || review.user === self) && review.submittedAt <= call.asOf,
  );
  return paged(call, shown, (review) => renderReview(call.world, review));
}

function create(call: Call): Reply {
  const issue = pullOf(call);
  const event = text(call, "event");
  const state = event === undefined ? "PENDING" : stateOf(event);
  const body = text(call, "body") ?? "";
  const comments = commentsIn(call);
  if (body.trim() === "" && comments.length === 0 && (state === "COMMENTED" || state === "CHANGES_REQUESTED")) {
    throw new Refusal(422, "Unprocessable Entity", ["Review body is required"]);
  }
  const commit = text(call, "commit_id");
  const review = addReview(acting(call), issue, { state, body, comments, ...(commit === undefined ? {} : { commit }) });
  return ok(renderReview(call.world, review));
}

function commentsIn(call: Call): ReviewCommentFields[] {
  const given = call.body.comments;
  if (!Array.isArray(given)) return [];
  return given.map((item: unknown) => {
    if (typeof item !== "object" || item === null || !("body" in item) || !("path" in item))
      throw new Refusal(422, "Unprocessable Entity");
    const line = "line" in item && typeof item.line === "number" ? { line: item.line } : {};
    return { body: String(item.body), path: String(item.path), ...line };
  });
}

function update(call: Call): Reply {
  return ok(
    renderReview(call.world, editReview(acting(call), reviewOf(call), requiredText(call, "body", "PullRequestReview"))),
  );
}

function submit(call: Call): Reply {
  const body = text(call, "body");
  const state = stateOf(requiredText(call, "event", "PullRequestReview"));
  return ok(
    renderReview(
      call.world,
      submitReview(acting(call), reviewOf(call), { state, ...(body === undefined ? {} : { body }) }),
    ),
  );
}

function dismiss(call: Call): Reply {
  requiredText(call, "message", "PullRequestReview");
  return ok(renderReview(call.world, dismissReview(acting(call), reviewOf(call))));
}

function commentsOfReview(call: Call): Reply {
  const review = reviewOf(call);
  const comments = pullOf(call).pull.reviewComments.filter((comment) => comment.review === review);
  return paged(call, comments, (comment) => renderReviewComment(call.world, comment));
}

function listComments(call: Call): Reply {
  const since = Date.parse(call.query.get("since") ?? "") || 0;
  const shown = pullOf(call).pull.reviewComments.filter(
    (comment) => comment.updatedAt >= since && comment.createdAt <= call.asOf,
  );
  return paged(call, shown, (comment) => renderReviewComment(call.world, comment));
}

function createComment(call: Call): Reply {
  const { in_reply_to: parent, line } = call.body;
  const path = text(call, "path");
  const comment = addReviewComment(acting(call), pullOf(call), {
    body: requiredText(call, "body", "PullRequestReviewComment"),
    ...(path === undefined ? {} : { path }),
    ...(typeof line === "number" ? { line } : {}),
    ...(typeof parent === "number" ? { inReplyTo: parent } : {}),
  });
  return created(renderReviewComment(call.world, comment));
}

function reply(call: Call): Reply {
  const body = requiredText(call, "body", "PullRequestReviewComment");
  const comment = addReviewComment(acting(call), pullOf(call), { body, inReplyTo: reviewCommentOf(call).id });
  return created(renderReviewComment(call.world, comment));
}

function updateComment(call: Call): Reply {
  const body = requiredText(call, "body", "PullRequestReviewComment");
  return ok(renderReviewComment(call.world, editReviewComment(acting(call), reviewCommentOf(call), body)));
}

function removeComment(call: Call): Reply {
  deleteReviewComment(acting(call), reviewCommentOf(call));
  return noContent;
}
