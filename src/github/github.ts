/**
 * What the bot can say to GitHub, in the words of a plugin author: verbs, not routes. One value speaks for one
 * repository, one installation and one plugin within one delivery. Plugins take the slice they use with `Pick`.
 *
 * Every verb is safe to repeat. Reads that the delivery's payload can answer cost no request while it is fresh.
 * A verb rejects with {@link GitHubError} when GitHub refuses in a way the verb does not name.
 */

/** A repository by its names, as GitHub spells them. */
export interface RepoRef {
  readonly owner: string;
  readonly name: string;
}

export type AccountType = "User" | "Bot" | "Organization" | "Mannequin";

export interface Account {
  readonly login: string;
  readonly type: AccountType;
  /** GitHub's number, which outlives a rename; absent where an answer was not asked for it. */
  readonly id?: number;
}

/** An issue or the issue side of a pull request. */
export interface Issue {
  readonly number: number;
  readonly isPull: boolean;
  readonly title: string;
  readonly body: string;
  readonly author: Account;
  readonly state: "open" | "closed";
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly url: string;
}

export interface Pull extends Issue {
  readonly isPull: true;
  readonly draft: boolean;
  readonly merged: boolean;
  readonly baseRef: string;
  /** The base commit GitHub recorded for the pull request, not always the tip of the base branch. */
  readonly baseSha: string;
  readonly headRef: string;
  readonly headSha: string;
  /** Null when the fork is gone. */
  readonly headRepo: RepoRef | null;
  readonly requestedReviewers: readonly string[];
}

export interface ChangedFile {
  readonly path: string;
  /** Set for renames. */
  readonly previousPath?: string;
  readonly status: "added" | "removed" | "modified" | "renamed" | "copied" | "changed" | "unchanged";
  readonly additions: number;
  readonly deletions: number;
}

export interface ChangedFiles {
  readonly files: readonly ChangedFile[];
  /** True when GitHub listed fewer files than the pull request changes (its cap is 3,000): decide fail-closed. */
  readonly truncated: boolean;
}

export interface Comment {
  readonly id: number;
  readonly author: Account;
  readonly body: string;
  /** ISO 8601, as GitHub sent it. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly url: string;
}

export type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";

export interface Review {
  readonly id: number;
  readonly author: Account;
  readonly body: string;
  readonly state: ReviewState;
  readonly submittedAt: string;
  readonly url: string;
}

/** A label put on or taken off an issue, oldest first in lists. */
export interface LabelEvent {
  readonly action: "labeled" | "unlabeled";
  readonly label: string;
  /** Login of who did it; empty when the account is gone. */
  readonly actor: string;
  readonly at: string;
}

/** All that a judgement over a pull request's history reads, taken together so that it costs one request. */
export interface PullHistory {
  readonly pull: Pull;
  readonly files: ChangedFiles;
  readonly comments: readonly Comment[];
  readonly reviews: readonly Review[];
  readonly reviewComments: readonly Comment[];
  /** The tip of the base branch at the time of reading. */
  readonly baseHead: string;
  /** Only `labeled` events, oldest first; empty unless the pull request carries labels. */
  readonly labelEvents: readonly LabelEvent[];
}

export interface TreeEntry {
  readonly path: string;
  readonly type: "blob" | "tree" | "commit";
  /** Git mode, such as `100644` (file) or `120000` (symbolic link). */
  readonly mode: string;
  readonly id: string;
  /** Bytes of a blob; absent where it was not noted. */
  readonly size?: number | undefined;
}

export interface Tree {
  readonly entries: readonly TreeEntry[];
  readonly truncated: boolean;
}

export interface TeamMember {
  readonly login: string;
}

/** What a reaction can be put on. */
export type ReactionTarget =
  | { readonly kind: "issue"; readonly number: number }
  | { readonly kind: "comment"; readonly id: number }
  | { readonly kind: "review-comment"; readonly id: number };

export type Reaction = "+1" | "-1" | "eyes" | "confused" | "rocket" | "heart";

export type CloseReason = "completed" | "not_planned" | "duplicate";

export interface GitHub {
  readonly repo: RepoRef;
  /** The bot's own login: `slug[bot]` for an App, the user's login for a token. Asked once per client. */
  botLogin(): Promise<string>;

  /** The issue or the issue side of a pull request. Free while the payload is fresh. */
  issue(number: number): Promise<Issue>;
  /** The labels now on the issue. Free while the payload is fresh; sees this delivery's own writes. */
  labels(number: number): Promise<readonly string[]>;
  /** Adds those that are missing, all in one request; creates no request when none is missing. */
  addLabels(number: number, labels: readonly string[]): Promise<void>;
  /** Removes the label; one that is not there is done already. */
  removeLabel(number: number, label: string): Promise<void>;
  /** Names of the labels the repository defines, from a short-lived cache. */
  repositoryLabels(): Promise<readonly string[]>;

  /** The commenters, oldest first. */
  comments(number: number): Promise<readonly Comment[]>;
  /** Posts a comment exactly once for this delivery and plugin, however often the step is retried. */
  comment(number: number, body: string): Promise<void>;
  editComment(id: number, body: string): Promise<void>;
  /** A comment that is gone is done already. */
  deleteComment(id: number): Promise<void>;
  react(target: ReactionTarget, reaction: Reaction): Promise<void>;

  /** Assigns in one request; answers those GitHub did not take. */
  assign(number: number, logins: readonly string[]): Promise<readonly string[]>;
  unassign(number: number, logins: readonly string[]): Promise<void>;
  /** Requests reviews from logins and `org/team`s, retrying one by one on a 422; answers those GitHub did not take. */
  requestReviewers(number: number, reviewers: readonly string[]): Promise<readonly string[]>;
  removeReviewers(number: number, reviewers: readonly string[]): Promise<void>;

  close(number: number, reason?: CloseReason): Promise<void>;
  reopen(number: number): Promise<void>;

  /** Free while the payload is a fresh pull request payload; otherwise one request a delivery. */
  pull(number: number): Promise<Pull>;
  /** All changed files, read once a delivery. */
  files(number: number): Promise<ChangedFiles>;
  reviews(number: number): Promise<readonly Review[]>;
  reviewComments(number: number): Promise<readonly Comment[]>;
  /** One GraphQL request where the server has GraphQL, the REST lists side by side otherwise. Read once a delivery. */
  pullHistory(number: number): Promise<PullHistory>;
  /** Tree id of a commit. */
  commitTree(sha: string): Promise<string>;

  /** Collaborator in GitHub's sense: 204 or 404; the owner of a personal repository always is. Cached for 60 s. */
  isCollaborator(login: string): Promise<boolean>;
  /** Lower-cased logins of every collaborator, cached for 60 s. */
  collaborators(): Promise<ReadonlySet<string>>;
  permission(login: string): Promise<"admin" | "write" | "read" | "none">;
  /** Member of the organisation that owns the repository, or of `org`. Cached for 60 s. */
  isMember(login: string, org?: string): Promise<boolean>;
  /** Lower-cased logins of a team's members; undefined when there is no such team. Cached for 60 s. */
  teamMembers(org: string, slug: string): Promise<ReadonlySet<string> | undefined>;
  /** Finds a team by its display name; undefined when there is none. Cached for 60 s. */
  teamSlugByName(org: string, name: string): Promise<string | undefined>;

  /** Tip of a branch: remembered from push events where that is safe, else one conditional request. */
  branchHead(branch: string): Promise<string>;
  /** The whole tree of a commit; immutable, cached for ever by id. */
  tree(sha: string): Promise<Tree>;
  /** A blob's bytes as text; immutable, cached for ever by id. */
  blob(id: string): Promise<string>;
}
