import { PullHandle, type SubjectHandle } from "../../sandbox/state/subject-handle.ts";

/** An issue or pull request as it was at one moment. */
export interface SubjectView {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly reviewers: readonly string[];
  readonly comments: readonly CommentView[];
  /** One entry a reaction. */
  readonly reactions: readonly string[];
}

export interface CommentView {
  readonly id: number;
  readonly author: string;
  readonly body: string;
}

/** What a subject looks like now, kept as it is while the sandbox goes on. */
export function viewOf(subject: SubjectHandle): SubjectView {
  const { number, title, labels, assignees, reactions } = subject;
  const reviewers = subject instanceof PullHandle ? subject.reviewers : [];
  const comments = subject.comments.map(({ id, user, body }) => ({ id, author: user.login, body }));
  return { number, title, state: stateOf(subject), labels, assignees, reviewers, comments, reactions };
}

function stateOf(subject: SubjectHandle): string {
  if (subject instanceof PullHandle && subject.merged) return "merged";
  return subject.reason === null ? subject.state : `${subject.state} as ${subject.reason.replaceAll("_", " ")}`;
}

/** What one name list gained and lost. */
export interface ListChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What happened to a subject between two moments. */
export interface SubjectChanges {
  readonly labels: ListChange;
  readonly assignees: ListChange;
  readonly reviewers: ListChange;
  /** The new state, when it is another one. */
  readonly state: string | undefined;
  readonly written: readonly CommentView[];
  readonly edited: readonly CommentView[];
  /** How many comments are gone. */
  readonly deleted: number;
  readonly reactions: readonly string[];
}

/** Compares two views of one subject. */
export function changesBetween(before: SubjectView, after: SubjectView): SubjectChanges {
  const known = new Map(before.comments.map((comment) => [comment.id, comment.body]));
  const left = new Set(after.comments.map((comment) => comment.id));
  return {
    labels: listChange(before.labels, after.labels),
    assignees: listChange(before.assignees, after.assignees),
    reviewers: listChange(before.reviewers, after.reviewers),
    state: before.state === after.state ? undefined : after.state,
    written: after.comments.filter((comment) => !known.has(comment.id)),
    edited: after.comments.filter((comment) => known.has(comment.id) && known.get(comment.id) !== comment.body),
    deleted: before.comments.filter((comment) => !left.has(comment.id)).length,
    reactions: after.reactions.slice(before.reactions.length),
  };
}

function listChange(before: readonly string[], after: readonly string[]): ListChange {
  return {
    added: after.filter((name) => !before.includes(name)),
    removed: before.filter((name) => !after.includes(name)),
  };
}

/** A subject before it was there. */
export function blankView({ number, title }: SubjectHandle): SubjectView {
  return { number, title, state: "open", labels: [], assignees: [], reviewers: [], comments: [], reactions: [] };
}
