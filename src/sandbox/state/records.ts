/** The state of the sandbox as plain records. Times are milliseconds since the epoch; renderers turn them into ISO 8601. */

export type Permission = "none" | "read" | "triage" | "write" | "maintain" | "admin";
export type Role = "member" | "admin";

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot" | "Organization";
  readonly createdAt: number;
  name: string | null;
  email: string | null;
}

export interface Membership {
  readonly account: Account;
  role: Role;
}

export interface Team {
  readonly id: number;
  readonly organization: Organization;
  readonly slug: string;
  name: string;
  description: string;
  privacy: "closed" | "secret";
  /** By lower-cased login. */
  readonly members: Map<string, Account>;
  readonly maintainers: Set<string>;
  /** Permission by lower-cased `owner/name`. */
  readonly repositories: Map<string, Permission>;
}

export interface Organization {
  readonly account: Account;
  /** By lower-cased login. */
  readonly members: Map<string, Membership>;
  /** By slug. */
  readonly teams: Map<string, Team>;
  /** What every member may do in every repository. */
  memberPermission: Permission;
}

export interface Label {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface Milestone {
  readonly id: number;
  readonly number: number;
  readonly creator: Account;
  readonly createdAt: number;
  title: string;
  description: string | null;
  state: "open" | "closed";
  updatedAt: number;
  closedAt: number | null;
  dueOn: number | null;
}

/** One line of a repository's activity. */
export interface Push {
  readonly id: number;
  /** Full ref name. */
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly at: number;
  readonly actor: Account;
  readonly kind: "push" | "force_push" | "branch_creation" | "branch_deletion";
}

export interface Reaction {
  readonly id: number;
  readonly content: string;
  readonly user: Account;
  readonly createdAt: number;
}

export interface Comment {
  readonly id: number;
  readonly issue: Issue;
  readonly user: Account;
  readonly createdAt: number;
  readonly reactions: Reaction[];
  /** The App that wrote it, for a bot's comment. */
  readonly viaApp: boolean;
  body: string;
  updatedAt: number;
}

export interface ReviewComment {
  readonly id: number;
  readonly issue: Issue;
  readonly review: Review;
  readonly user: Account;
  readonly createdAt: number;
  readonly path: string;
  readonly line: number;
  readonly commit: string;
  readonly inReplyTo: number | null;
  readonly reactions: Reaction[];
  body: string;
  updatedAt: number;
}

export type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";

export interface Review {
  readonly id: number;
  readonly issue: Issue;
  readonly user: Account;
  readonly commit: string;
  state: ReviewState;
  body: string;
  submittedAt: number;
}

/** One line of an issue's history, under the names of GitHub's issue events. */
export interface TimelineEntry {
  readonly id: number;
  readonly event: string;
  readonly actor: Account;
  readonly createdAt: number;
  readonly label?: Label;
  readonly assignee?: Account;
  readonly milestone?: string;
  readonly reviewer?: Account | Team;
  readonly rename?: { readonly from: string; readonly to: string };
  readonly commit?: string;
}

export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  readonly author: Account;
  readonly createdAt: number;
  readonly comments: Comment[];
  readonly timeline: TimelineEntry[];
  readonly reactions: Reaction[];
  readonly pull: PullPart | null;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "duplicate" | "reopened" | null;
  labels: Label[];
  assignees: Account[];
  milestone: Milestone | null;
  locked: boolean;
  updatedAt: number;
  closedAt: number | null;
  closedBy: Account | null;
}

export interface PullPart {
  readonly id: number;
  readonly head: { readonly ref: string; sha: string; readonly owner: Account; repository: Repository | null };
  readonly base: { ref: string; sha: string };
  readonly reviews: Review[];
  readonly reviewComments: ReviewComment[];
  draft: boolean;
  merged: boolean;
  mergedAt: number | null;
  mergedBy: Account | null;
  mergeCommit: string | null;
  requestedReviewers: Account[];
  requestedTeams: Team[];
  /** Overrides what the branches say; null plays GitHub still computing it. */
  mergeable: boolean | null | undefined;
}

/** An issue that is a pull request. */
export type Pull = Issue & { readonly pull: PullPart };

export type StatusState = "error" | "failure" | "pending" | "success";

export interface Status {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: StatusState;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: Account;
  readonly createdAt: number;
}

export interface CheckRun {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
  externalId: string;
  detailsUrl: string | null;
  startedAt: number;
  completedAt: number | null;
  output: { title: string | null; summary: string | null; text: string | null };
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly parent: Repository | null;
  readonly createdAt: number;
  /** Account and permission by lower-cased login: people named on the repository itself. */
  readonly collaborators: Map<string, { readonly account: Account; permission: Permission }>;
  /** By lower-cased name. */
  readonly labels: Map<string, Label>;
  readonly milestones: Milestone[];
  /** Commit by full ref name, `refs/heads/main`. */
  readonly refs: Map<string, string>;
  /** What moved its branches, oldest first. */
  readonly pushes: Push[];
  /** Full ref names, in the order they were deleted. */
  readonly deletedRefs: string[];
  /** By number. */
  readonly issues: Map<number, Issue>;
  readonly comments: Map<number, Comment>;
  readonly reviewComments: Map<number, ReviewComment>;
  /** By commit, oldest first. */
  readonly statuses: Map<string, Status[]>;
  readonly checkRuns: Map<number, CheckRun>;
  /** By branch. */
  readonly protection: Map<string, unknown>;
  name: string;
  private: boolean;
  defaultBranch: string;
  description: string | null;
  archived: boolean;
  pushedAt: number;
  updatedAt: number;
}

export type Access = "read" | "write";

export interface Installation {
  readonly id: number;
  readonly account: Account;
  readonly createdAt: number;
  /** What the account granted, by GitHub's permission names. */
  permissions: Record<string, Access>;
  /** Undefined means every repository of the account. */
  repositories: Set<string> | undefined;
  suspendedAt: number | null;
  deleted: boolean;
}

export interface AppIdentity {
  readonly id: number;
  readonly slug: string;
  readonly privateKey: string;
  readonly publicKey: string;
  readonly clientId: string;
  readonly bot: Account;
  readonly createdAt: number;
}
