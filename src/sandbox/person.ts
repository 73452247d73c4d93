import { announceSubject } from "./actions/announce.ts";
import { assign, unassign } from "./actions/assigning.ts";
import { addComment, deleteComment, editComment } from "./actions/commenting.ts";
import {
  type CloseReason,
  closeSubject,
  type Edits,
  editSubject,
  reopenSubject,
  setDraft,
  setMilestone,
} from "./actions/editing.ts";
import { addLabels, removeLabel } from "./actions/labeling.ts";
import { type MergeFields, mergePull } from "./actions/merging.ts";
import { openIssue, openPull } from "./actions/opening.ts";
import { commitChain, deleteBranch, pushCommits, updateBranch } from "./actions/pushing.ts";
import { react } from "./actions/reacting.ts";
import { addStatus } from "./actions/reporting.ts";
import { removeReviewers, requestReviewers } from "./actions/requesting-reviews.ts";
import {
  addReview,
  addReviewComment,
  dismissReview,
  editReviewComment,
  type ReviewCommentFields,
} from "./actions/reviewing.ts";
import type { FileChanges } from "./git/tree-files.ts";
import { type Acting, actingAs } from "./state/actor.ts";
import { forkOf } from "./state/making.ts";
import type { Comment, Review, ReviewComment, ReviewState, StatusState } from "./state/records.ts";
import type { RepositoryHandle } from "./state/repository-handle.ts";
import { type CommitOptions, type IssueOptions, type PullOptions, planOf, stageHand } from "./state/staging.ts";
import { PullHandle, SubjectHandle } from "./state/subject-handle.ts";
import type { World } from "./state/world.ts";

/**
 * Somebody using GitHub. Everything goes through the code the routes use: permissions are asked, history is written and
 * webhooks leave. What GitHub would refuse throws a `Refusal`.
 */
export class Person {
  readonly login: string;
  private readonly acting: Acting;

  /** With `mayAll`, nothing is refused for want of a permission. */
  constructor(world: World, login: string, powers: { readonly mayAll?: boolean } = {}) {
    const account = world.account(login);
    this.login = account.login;
    this.acting = powers.mayAll === true ? stageHand(world, account) : actingAs(world, account);
  }

  openIssue(repository: RepositoryHandle, options: Omit<IssueOptions, "author" | "state"> = {}): SubjectHandle {
    const { acting } = this;
    const { title = "An issue", body = "" } = options;
    const issue = openIssue(acting, repository.record, { title, body });
    return this.after(new SubjectHandle(acting.world, issue), options);
  }

  /** Pushes a branch (to the person's fork when `headOwner` says so) and opens a pull request from it. */
  openPull(repository: RepositoryHandle, options: Omit<PullOptions, "author" | "state" | "merged"> = {}): PullHandle {
    const { acting } = this;
    const { world } = acting;
    const { record } = repository;
    const { title = "A change", body = "", draft = false, baseRef = record.defaultBranch } = options;
    const place = options.headOwner === undefined ? record : forkOf(world, record, world.account(options.headOwner));
    const branch = options.headRef ?? `${this.login}-${record.issues.size + 1}`;
    const plans = options.commits ?? [{ message: title, files: options.files ?? { [`${branch}.txt`]: "changed\n" } }];
    const sha = commitChain(
      acting,
      repository.branch(baseRef),
      plans.map((plan) => planOf(world, plan)),
    );
    updateBranch({ world, by: { ...acting.by, kind: "stage-hand" } }, place, { branch, sha });
    const issue = openPull(acting, record, { title, body, draft, base: baseRef, head: { repository: place, branch } });
    return this.after(new PullHandle(world, issue), options);
  }

  /** Sends the `opened` webhook of something that was set up in silence. */
  open(subject: SubjectHandle): void {
    announceSubject(this.acting, subject.record, { action: "opened" });
  }

  comment(subject: SubjectHandle, body: string): Comment {
    return addComment(this.acting, subject.record, body);
  }

  editComment(comment: Comment, body: string): Comment {
    return editComment(this.acting, comment, body);
  }

  deleteComment(comment: Comment): void {
    deleteComment(this.acting, comment);
  }

  review(pull: PullHandle, state: Exclude<ReviewState, "DISMISSED">, body = ""): Review {
    return addReview(this.acting, pull.record, { state, body });
  }

  dismissReview(review: Review): void {
    dismissReview(this.acting, review);
  }

  reviewComment(pull: PullHandle, body: string, at: Omit<ReviewCommentFields, "body"> = {}): ReviewComment {
    return addReviewComment(this.acting, pull.record, { ...at, body });
  }

  editReviewComment(comment: ReviewComment, body: string): ReviewComment {
    return editReviewComment(this.acting, comment, body);
  }

  /** One more commit on the pull request's branch. */
  push(pull: PullHandle, files: FileChanges, message = "Change files"): string {
    const { ref, repository } = pull.record.pull.head;
    if (repository === null) throw new Error("The pull request's repository is gone");
    return pushCommits(this.acting, repository, { branch: ref, commits: [{ files, message }] });
  }

  /** Replaces the pull request's commits by others, as a forced push does. */
  amend(pull: PullHandle, commits: readonly CommitOptions[]): string {
    const { acting } = this;
    const { head, base } = pull.record.pull;
    if (head.repository === null) throw new Error("The pull request's repository is gone");
    const sha = commitChain(
      acting,
      base.sha,
      commits.map((plan) => planOf(acting.world, plan)),
    );
    updateBranch(acting, head.repository, { branch: head.ref, sha, force: true });
    return sha;
  }

  /** One more commit on a branch of the repository itself. */
  pushTo(repository: RepositoryHandle, files: FileChanges, branch = repository.record.defaultBranch): string {
    return pushCommits(this.acting, repository.record, { branch, commits: [{ files }] });
  }

  deleteBranch(repository: RepositoryHandle, branch: string): void {
    deleteBranch(this.acting, repository.record, branch);
  }

  addLabels(subject: SubjectHandle, ...names: string[]): void {
    addLabels(this.acting, subject.record, names);
  }

  removeLabel(subject: SubjectHandle, name: string): void {
    removeLabel(this.acting, subject.record, name);
  }

  assign(subject: SubjectHandle, ...logins: string[]): void {
    assign(this.acting, subject.record, logins);
  }

  unassign(subject: SubjectHandle, ...logins: string[]): void {
    unassign(this.acting, subject.record, logins);
  }

  requestReview(pull: PullHandle, ...reviewers: string[]): void {
    requestReviewers(this.acting, pull.record, { reviewers });
  }

  removeReviewRequest(pull: PullHandle, ...reviewers: string[]): void {
    removeReviewers(this.acting, pull.record, { reviewers });
  }

  edit(subject: SubjectHandle, edits: Edits): void {
    editSubject(this.acting, subject.record, edits);
  }

  setMilestone(subject: SubjectHandle, title: string | null): void {
    const found = subject.record.repository.milestones.find((milestone) => milestone.title === title);
    if (title !== null && found === undefined) throw new Error(`There is no milestone ${title}`);
    setMilestone(this.acting, subject.record, found ?? null);
  }

  ready(pull: PullHandle): void {
    setDraft(this.acting, pull.record, false);
  }

  draft(pull: PullHandle): void {
    setDraft(this.acting, pull.record, true);
  }

  close(subject: SubjectHandle, reason?: CloseReason): void {
    closeSubject(this.acting, subject.record, reason);
  }

  reopen(subject: SubjectHandle): void {
    reopenSubject(this.acting, subject.record);
  }

  merge(pull: PullHandle, fields?: MergeFields): string {
    return mergePull(this.acting, pull.record, fields);
  }

  /** Sets a status on the pull request's head. */
  status(pull: PullHandle, context: string, state: StatusState, description?: string): void {
    addStatus(this.acting, pull.record.repository, {
      sha: pull.head,
      context,
      state,
      description: description ?? null,
    });
  }

  react(subject: SubjectHandle, content: string, on?: Comment | ReviewComment): void {
    react(this.acting, subject.record, { on: on ?? subject.record, content });
  }

  private after<T extends SubjectHandle>(handle: T, options: IssueOptions): T {
    if (options.labels?.length) this.addLabels(handle, ...options.labels);
    if (options.assignees?.length) this.assign(handle, ...options.assignees);
    return handle;
  }
}
