import { PullHandle, type SubjectHandle } from "../state/subject-handle.ts";

/** Everything about an issue or pull request that a test may want to compare, as plain JSON. */
export function subjectState(subject: SubjectHandle): Record<string, unknown> {
  const { number, author, title, body, state, reason, labels, assignees, milestone, reactions, deletedRefs } = subject;
  const comments = subject.comments.map((comment) => ({
    id: comment.id,
    author: comment.user.login,
    body: comment.body,
  }));
  const shared = {
    number,
    author,
    title,
    body,
    state,
    reason,
    labels,
    assignees,
    milestone,
    reactions,
    deletedRefs,
    comments,
  };
  return subject instanceof PullHandle ? { ...shared, ...pullState(subject) } : shared;
}

function pullState(pull: PullHandle): Record<string, unknown> {
  const { draft, merged, head, headRef, baseRef, reviewers, teams, statuses, checks, files } = pull;
  const reviews = pull.reviews.map((review) => ({ author: review.user.login, state: review.state, body: review.body }));
  return { draft, merged, head, headRef, baseRef, reviewers, teams, statuses, checks, files, reviews };
}
