import type { FileChange } from "../git/tree-diff.ts";
import { associationOf } from "../render/issue.ts";
import { iso, isoOrNull, nodeId } from "../render/rendering.ts";
import { renderReview, renderReviewComment } from "../render/review.ts";
import { baseTip, changesOf, commitsOf, mergeableOf } from "../state/pulls.ts";
import type { Account, Pull, Review, ReviewComment, Team } from "../state/records.ts";
import { connection, type FieldType, leaf, type Node, object, type Scope, typeOf } from "./schema.ts";
import { accountNode } from "./schema-accounts.ts";
import { subjectFields, timelineItems } from "./schema-issues.ts";

const CHANGE_TYPES = { added: "ADDED", removed: "DELETED", modified: "MODIFIED", renamed: "RENAMED" } as const;

/** A place in a repository's refs. */
export interface RefPlace {
  readonly name: string;
  readonly sha: string;
}

/** A commit with what its pull request or ref knows of it. */
export interface CommitPlace {
  readonly sha: string;
  readonly repository: Pull["repository"];
}

interface Thread {
  readonly id: number;
  readonly comments: readonly ReviewComment[];
}

export const pullTypes: ReadonlyMap<string, ReadonlyMap<string, FieldType>> = new Map([
  [
    "PullRequest",
    typeOf({
      ...subjectFields,
      id: leaf((issue: Pull) => nodeId("PR", issue.pull.id)),
      databaseId: leaf((issue: Pull) => issue.pull.id),
      fullDatabaseId: leaf((issue: Pull) => String(issue.pull.id)),
      state: leaf((issue: Pull) => (issue.pull.merged ? "MERGED" : issue.state.toUpperCase())),
      isDraft: leaf((issue: Pull) => issue.pull.draft),
      merged: leaf((issue: Pull) => issue.pull.merged),
      mergedAt: leaf((issue: Pull) => isoOrNull(issue.pull.mergedAt)),
      mergedBy: object("Actor", (issue: Pull) => issue.pull.mergedBy && accountNode(issue.pull.mergedBy)),
      mergeable: leaf((issue: Pull, _args, { world }) => mergeableWord(mergeableOf(world, issue))),
      isCrossRepository: leaf((issue: Pull) => issue.pull.head.repository !== issue.repository),
      baseRefName: leaf((issue: Pull) => issue.pull.base.ref),
      baseRefOid: leaf((issue: Pull) => issue.pull.base.sha),
      baseRef: object("Ref", (issue: Pull) => baseRef(issue)),
      headRefName: leaf((issue: Pull) => issue.pull.head.ref),
      headRefOid: leaf((issue: Pull) => issue.pull.head.sha),
      headRepository: object(
        "Repository",
        (issue: Pull) => issue.pull.head.repository && { type: "Repository", of: issue.pull.head.repository },
      ),
      headRepositoryOwner: object("RepositoryOwner", (issue: Pull) => accountNode(issue.pull.head.owner)),
      additions: leaf((issue: Pull, _args, { world }) =>
        sum(changesOf(world, issue).map((change) => change.additions)),
      ),
      deletions: leaf((issue: Pull, _args, { world }) =>
        sum(changesOf(world, issue).map((change) => change.deletions)),
      ),
      changedFiles: leaf((issue: Pull, _args, { world }) => changesOf(world, issue).length),
      files: connection("PullRequestChangedFile", (issue: Pull, _args, { world }) =>
        changesOf(world, issue).map((of) => ({ type: "PullRequestChangedFile", of })),
      ),
      commits: connection("PullRequestCommit", (issue: Pull, _args, { world }) =>
        commitsOf(world, issue).map((sha) => pullCommit(issue, sha)),
      ),
      reviewRequests: connection("ReviewRequest", (issue: Pull) => requestsOf(issue)),
      reviews: connection(
        "PullRequestReview",
        (issue: Pull, args, scope) => reviewsOf(issue, args.states, scope),
        "states",
        "author",
      ),
      reviewThreads: connection("PullRequestReviewThread", (issue: Pull) =>
        threadsOf(issue).map((of) => ({ type: "PullRequestReviewThread", of })),
      ),
      timelineItems,
    }),
  ],
  [
    "PullRequestChangedFile",
    typeOf({
      path: leaf((change: FileChange) => change.path),
      additions: leaf((change: FileChange) => change.additions),
      deletions: leaf((change: FileChange) => change.deletions),
      changeType: leaf((change: FileChange) => CHANGE_TYPES[change.status]),
    }),
  ],
  ["PullRequestCommit", typeOf({ commit: object("Commit", (of: CommitPlace) => ({ type: "Commit", of })) })],
  [
    "ReviewRequest",
    typeOf({
      asCodeOwner: leaf(() => false),
      requestedReviewer: object("RequestedReviewer", (asked: Account | Team) =>
        "slug" in asked ? { type: "Team", of: asked } : accountNode(asked),
      ),
    }),
  ],
  [
    "PullRequestReview",
    typeOf({
      id: leaf((review: Review) => nodeId("PRR", review.id)),
      databaseId: leaf((review: Review) => review.id),
      fullDatabaseId: leaf((review: Review) => String(review.id)),
      body: leaf((review: Review) => review.body),
      state: leaf((review: Review) => review.state),
      url: leaf((review: Review, _args, { world }) => renderReview(world, review).html_url),
      createdAt: leaf((review: Review) => iso(review.submittedAt)),
      updatedAt: leaf((review: Review) => iso(review.submittedAt)),
      submittedAt: leaf((review: Review) => (review.state === "PENDING" ? null : iso(review.submittedAt))),
      author: object("Actor", (review: Review) => accountNode(review.user)),
      authorAssociation: leaf((review: Review, _args, { world }) =>
        associationOf(world, review.issue.repository, review.user),
      ),
      commit: object("Commit", (review: Review) => ({
        type: "Commit",
        of: { sha: review.commit, repository: review.issue.repository },
      })),
      comments: connection("PullRequestReviewComment", (review: Review, _args, scope) => commentsOf(review, scope)),
    }),
  ],
  [
    "PullRequestReviewComment",
    typeOf({
      id: leaf((comment: ReviewComment) => nodeId("PRRC", comment.id)),
      databaseId: leaf((comment: ReviewComment) => comment.id),
      fullDatabaseId: leaf((comment: ReviewComment) => String(comment.id)),
      body: leaf((comment: ReviewComment) => comment.body),
      path: leaf((comment: ReviewComment) => comment.path),
      line: leaf((comment: ReviewComment) => comment.line),
      url: leaf((comment: ReviewComment, _args, { world }) => renderReviewComment(world, comment).html_url),
      createdAt: leaf((comment: ReviewComment) => iso(comment.createdAt)),
      updatedAt: leaf((comment: ReviewComment) => iso(comment.updatedAt)),
      author: object("Actor", (comment: ReviewComment) => accountNode(comment.user)),
    }),
  ],
  [
    "PullRequestReviewThread",
    typeOf({
      id: leaf((thread: Thread) => nodeId("PRRT", thread.id)),
      isResolved: leaf(() => false),
      isOutdated: leaf(() => false),
      path: leaf((thread: Thread) => thread.comments[0]?.path ?? ""),
      comments: connection(
        "PullRequestReviewComment",
        (thread: Thread) => thread.comments.map((of) => ({ type: "PullRequestReviewComment", of })),
        "skip",
      ),
    }),
  ],
]);

function baseRef(issue: Pull): Node | null {
  const { ref } = issue.pull.base;
  if (!issue.repository.refs.has(`refs/heads/${ref}`)) return null;
  return { type: "Ref", of: { name: ref, sha: baseTip(issue), repository: issue.repository } };
}

function mergeableWord(mergeable: boolean | null): string {
  if (mergeable === null) return "UNKNOWN";
  return mergeable ? "MERGEABLE" : "CONFLICTING";
}

function pullCommit(issue: Pull, sha: string): Node {
  return { type: "PullRequestCommit", of: { sha, repository: issue.repository } };
}

function requestsOf(issue: Pull): Node[] {
  return [...issue.pull.requestedReviewers, ...issue.pull.requestedTeams].map((of) => ({ type: "ReviewRequest", of }));
}

function reviewsOf(issue: Pull, states: unknown, scope: Scope): Node[] {
  const wanted = Array.isArray(states) ? new Set(states.map(String)) : undefined;
  const seen = issue.pull.reviews.filter(
    (review) =>
      review.submittedAt <= scope.asOf &&
      (review.state !== "PENDING" || review.user === scope.actor.account) &&
      (wanted === undefined || wanted.has(review.state)),
  );
  return seen.map((of) => ({ type: "PullRequestReview", of }));
}

function commentsOf(review: Review, scope: Scope): Node[] {
  const all = review.issue.pull?.reviewComments ?? [];
  const own = all.filter((comment) => comment.review === review && comment.createdAt <= scope.asOf);
  return own.map((of) => ({ type: "PullRequestReviewComment", of }));
}

function threadsOf(issue: Pull): Thread[] {
  const threads = new Map<number, ReviewComment[]>();
  for (const comment of issue.pull.reviewComments) {
    const root = comment.inReplyTo ?? comment.id;
    threads.set(root, [...(threads.get(root) ?? []), comment]);
  }
  return [...threads].map(([id, comments]) => ({ id, comments }));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
