/**
 * The webhooks plugins can listen to, reduced to the fields the bot reads. Source: GitHub's "Webhook events and
 * payloads"; a test checks these shapes against GitHub's published examples.
 */

export interface EventUser {
  readonly login: string;
  readonly id: number;
  readonly type: string;
}

export interface EventRepository {
  readonly id: number;
  readonly name: string;
  readonly full_name: string;
  readonly owner: EventUser;
  readonly default_branch: string;
  readonly private: boolean;
  /** Seconds since the epoch in push events, ISO 8601 in all others. */
  readonly pushed_at?: number | string | null;
}

export interface EventLabel {
  readonly name: string;
}

export interface EventBase {
  readonly action: string;
  readonly repository: EventRepository;
  readonly sender: EventUser;
  readonly installation?: { readonly id: number };
}

export interface EventIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: "open" | "closed";
  readonly user: EventUser | null;
  readonly labels: readonly EventLabel[];
  readonly assignees: readonly EventUser[];
  readonly html_url: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** Present when the issue is a pull request. */
  readonly pull_request?: object;
}

export interface EventBranch {
  readonly ref: string;
  readonly sha: string;
  readonly repo: EventRepository | null;
}

export interface EventPull extends Omit<EventIssue, "pull_request"> {
  readonly draft: boolean;
  readonly merged: boolean;
  readonly base: EventBranch;
  readonly head: EventBranch;
  readonly requested_reviewers: readonly Partial<EventUser>[];
}

/** The pull request in events about its reviews: GitHub leaves out what costs it a look-up. */
export interface EventReviewedPull extends Omit<EventPull, "draft" | "merged"> {
  readonly draft?: boolean;
  readonly merged_at?: string | null;
}

export interface EventComment {
  readonly id: number;
  readonly body: string;
  readonly user: EventUser | null;
  readonly html_url: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface EventReview {
  readonly id: number;
  readonly body: string | null;
  readonly user: EventUser | null;
  /** Lower case in webhooks: `approved`, `changes_requested`, `commented`, `dismissed`. */
  readonly state: string;
  readonly html_url: string;
  readonly submitted_at: string | null;
  /** The commit the reviewer looked at; null when it is gone. */
  readonly commit_id?: string | null;
}

export interface EventChanges {
  readonly title?: { readonly from: string };
  readonly body?: { readonly from: string | null };
  readonly base?: { readonly ref: { readonly from: string }; readonly sha?: { readonly from: string } };
  /** Set when the issue moved here from another repository. */
  readonly old_issue?: object | null;
}

export interface IssueEvent extends EventBase {
  readonly issue: EventIssue;
  readonly label?: EventLabel;
  readonly changes?: EventChanges;
}

export interface IssueCommentEvent extends EventBase {
  readonly issue: EventIssue;
  readonly comment: EventComment;
  readonly changes?: EventChanges;
}

export interface PullEvent extends EventBase {
  readonly number: number;
  readonly pull_request: EventPull;
  readonly label?: EventLabel;
  readonly changes?: EventChanges;
  /** Head commits around a push, on `synchronize` only. */
  readonly before?: string;
  readonly after?: string;
}

export interface ReviewEvent extends EventBase {
  readonly pull_request: EventReviewedPull;
  readonly review: EventReview;
  readonly changes?: EventChanges;
}

export interface ReviewCommentEvent extends EventBase {
  readonly pull_request: EventReviewedPull;
  readonly comment: EventComment;
  readonly changes?: EventChanges;
}

export interface PushEvent extends Omit<EventBase, "action"> {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly created: boolean;
  readonly deleted: boolean;
}

export interface StatusEvent extends Omit<EventBase, "action"> {
  readonly sha: string;
  readonly state: string;
  readonly context: string;
  readonly description: string | null;
}

/** Every event a plugin can listen to, by `event.action`. */
export interface Events {
  "issues.opened": IssueEvent;
  "issues.edited": IssueEvent;
  "issues.closed": IssueEvent;
  "issues.reopened": IssueEvent;
  "issues.labeled": IssueEvent;
  "issues.unlabeled": IssueEvent;
  "issue_comment.created": IssueCommentEvent;
  "issue_comment.edited": IssueCommentEvent;
  "issue_comment.deleted": IssueCommentEvent;
  "pull_request.opened": PullEvent;
  "pull_request.edited": PullEvent;
  "pull_request.closed": PullEvent;
  "pull_request.reopened": PullEvent;
  "pull_request.synchronize": PullEvent;
  "pull_request.labeled": PullEvent;
  "pull_request.unlabeled": PullEvent;
  "pull_request.ready_for_review": PullEvent;
  "pull_request.converted_to_draft": PullEvent;
  "pull_request_review.submitted": ReviewEvent;
  "pull_request_review.edited": ReviewEvent;
  "pull_request_review.dismissed": ReviewEvent;
  "pull_request_review_comment.created": ReviewCommentEvent;
  "pull_request_review_comment.edited": ReviewCommentEvent;
  "pull_request_review_comment.deleted": ReviewCommentEvent;
  push: PushEvent;
  status: StatusEvent;
}

export type EventName = keyof Events;
