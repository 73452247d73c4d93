import { Refusal } from "../refusal.ts";
import { renderSimplePull } from "../render/pull.ts";
import type { Json } from "../render/rendering.ts";
import { renderReview, renderReviewComment } from "../render/review.ts";
import type { Acting } from "../state/actor.ts";
import { changesOf, isPull } from "../state/pulls.ts";
import type { Pull, Review, ReviewComment, ReviewState } from "../state/records.ts";
import { announce } from "./announce.ts";
import { checkBody } from "./commenting.ts";
import { demandOn } from "./guard.ts";
import { remember } from "./timeline.ts";

export interface ReviewFields {
  readonly state: Exclude<ReviewState, "DISMISSED">;
  readonly body?: string;
  readonly comments?: readonly ReviewCommentFields[];
  /** Commit looked at; the head unless set. */
  readonly commit?: string;
}

export interface ReviewCommentFields {
  readonly body: string;
  readonly path?: string;
  readonly line?: number;
  readonly inReplyTo?: number;
}

/** Reviews. Nobody approves or blocks their own pull request; a review request to the reviewer ends. */
export function addReview(acting: Acting, issue: Pull, fields: ReviewFields): Review {
  demandOn(acting, issue, "read");
  checkReview(acting, issue, fields);
  const { world, by } = acting;
  const commit = fields.commit ?? issue.pull.head.sha;
  const review: Review = {
    id: world.nextId(),
    issue,
    user: by.account,
    commit,
    state: fields.state,
    body: fields.body ?? "",
    submittedAt: world.now(),
  };
  issue.pull.reviews.push(review);
  const comments = (fields.comments ?? []).map((comment) => attachComment(acting, review, comment));
  if (fields.state !== "PENDING") tellSubmitted(acting, issue, { review, comments });
  return review;
}

/** Sends a review that was pending. */
export function submitReview(acting: Acting, review: Review, fields: { state: ReviewState; body?: string }): Review {
  if (review.user !== acting.by.account || review.state !== "PENDING" || !isPull(review.issue))
    throw new Refusal(422, "Unprocessable Entity");
  review.state = fields.state;
  review.body = fields.body ?? review.body;
  review.submittedAt = acting.world.now();
  const comments = review.issue.pull.reviewComments.filter((comment) => comment.review === review);
  tellSubmitted(acting, review.issue, { review, comments });
  return review;
}

export function editReview(acting: Acting, review: Review, body: string): Review {
  demandOn(acting, review.issue, review.user === acting.by.account ? "read" : "write");
  const from = review.body;
  review.body = body;
  tellReview(acting, review, { action: "edited", changes: from === body ? {} : { body: { from } } });
  return review;
}

export function dismissReview(acting: Acting, review: Review): Review {
  demandOn(acting, review.issue, "write");
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED")
    throw new Refusal(422, "Can not dismiss a commented pull request review");
  review.state = "DISMISSED";
  remember(acting, review.issue, "review_dismissed");
  tellReview(acting, review, { action: "dismissed" });
  return review;
}

/** A single comment on the diff: a review of its own, unless it answers another comment. */
export function addReviewComment(acting: Acting, issue: Pull, fields: ReviewCommentFields): ReviewComment {
  const parent = fields.inReplyTo === undefined ? undefined : issue.repository.reviewComments.get(fields.inReplyTo);
  const place = parent === undefined ? {} : { path: parent.path, line: parent.line };
  addReview(acting, issue, { state: "COMMENTED", comments: [{ ...place, ...fields }] });
  const comment = issue.pull.reviewComments.at(-1);
  if (comment === undefined) throw new Error("A review comment that was not kept");
  return comment;
}

export function editReviewComment(acting: Acting, comment: ReviewComment, body: string): ReviewComment {
  demandOn(acting, comment.issue, comment.user === acting.by.account ? "read" : "write");
  checkBody(body);
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = acting.world.now();
  tellComment(acting, comment, { action: "edited", changes: { body: { from } } });
  return comment;
}

export function deleteReviewComment(acting: Acting, comment: ReviewComment): void {
  demandOn(acting, comment.issue, comment.user === acting.by.account ? "read" : "write");
  const comments = comment.issue.pull?.reviewComments ?? [];
  comments.splice(comments.indexOf(comment), 1);
  comment.issue.repository.reviewComments.delete(comment.id);
  tellComment(acting, comment, { action: "deleted" });
}

function checkReview(acting: Acting, issue: Pull, fields: ReviewFields): void {
  const own = issue.author === acting.by.account && acting.by.kind !== "stage-hand";
  if (own && fields.state === "APPROVED")
    throw new Refusal(422, "Unprocessable Entity", ["Can not approve your own pull request"]);
  if (own && fields.state === "CHANGES_REQUESTED")
    throw new Refusal(422, "Unprocessable Entity", ["Can not request changes on your own pull request"]);
}

function attachComment(acting: Acting, review: Review, fields: ReviewCommentFields): ReviewComment {
  checkBody(fields.body);
  const { world, by } = acting;
  const now = world.now();
  const issue = review.issue;
  const comment: ReviewComment = {
    id: world.nextId(),
    issue,
    review,
    user: by.account,
    createdAt: now,
    path: fields.path ?? firstPath(acting, issue),
    line: fields.line ?? 1,
    commit: review.commit,
    inReplyTo: fields.inReplyTo ?? null,
    reactions: [],
    body: fields.body,
    updatedAt: now,
  };
  issue.pull?.reviewComments.push(comment);
  issue.repository.reviewComments.set(comment.id, comment);
  return comment;
}

function firstPath(acting: Acting, issue: Review["issue"]): string {
  return (isPull(issue) ? changesOf(acting.world, issue)[0]?.path : undefined) ?? "README.md";
}

function tellSubmitted(
  acting: Acting,
  issue: Pull,
  made: { review: Review; comments: readonly ReviewComment[] },
): void {
  const { pull } = issue;
  const asked = pull.requestedReviewers.includes(acting.by.account);
  if (asked && made.review.state !== "PENDING") {
    pull.requestedReviewers = pull.requestedReviewers.filter((account) => account !== acting.by.account);
  }
  remember(acting, issue, "reviewed");
  tellReview(acting, made.review, { action: "submitted" });
  for (const comment of made.comments) tellComment(acting, comment, { action: "created" });
}

function tellReview(acting: Acting, review: Review, fields: Json): void {
  const { issue } = review;
  if (!isPull(issue)) return;
  const { action, ...more } = fields;
  announce(acting, "pull_request_review", {
    repository: issue.repository,
    fields: () => ({
      action,
      ...more,
      review: hookReview(acting, review),
      pull_request: renderSimplePull(acting.world, issue),
    }),
  });
}

function hookReview(acting: Acting, review: Review): Json {
  const updated = { submitted_at: new Date(review.submittedAt).toISOString().replace(/\.\d+Z$/, "Z") };
  const body = review.body === "" ? null : review.body;
  return { ...renderReview(acting.world, review), ...updated, body, state: review.state.toLowerCase() };
}

function tellComment(acting: Acting, comment: ReviewComment, fields: Json): void {
  const { issue } = comment;
  if (!isPull(issue)) return;
  const { action, ...more } = fields;
  announce(acting, "pull_request_review_comment", {
    repository: issue.repository,
    fields: () => ({
      action,
      ...more,
      comment: renderReviewComment(acting.world, comment),
      pull_request: renderSimplePull(acting.world, issue),
    }),
  });
}
