import { closeSubject, setMilestone } from "../actions/editing.ts";
import { addLabels } from "../actions/labeling.ts";
import { mergePull } from "../actions/merging.ts";
import { openIssue, openPull } from "../actions/opening.ts";
import { type CommitPlan, commitChain } from "../actions/pushing.ts";
import type { FileChanges } from "../git/tree-files.ts";
import type { Acting } from "./actor.ts";
import { addMilestone, forkOf } from "./making.ts";
import type { Account, Issue, Pull, Repository } from "./records.ts";
import type { World } from "./world.ts";

export interface IssueOptions {
  readonly author?: string;
  readonly title?: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly milestone?: string;
  readonly state?: "open" | "closed";
}

export interface CommitOptions {
  readonly message?: string;
  readonly files?: FileChanges;
  /** Login. */
  readonly author?: string;
}

export interface PullOptions extends IssueOptions {
  /** One commit's worth of changes; `commits` wins when both are given. */
  readonly files?: FileChanges;
  readonly commits?: readonly CommitOptions[];
  readonly reviewers?: readonly string[];
  readonly teams?: readonly string[];
  readonly draft?: boolean;
  readonly merged?: boolean;
  readonly baseRef?: string;
  readonly headRef?: string;
  /** The login whose fork holds the branch. */
  readonly headOwner?: string;
}

/** Puts an issue on the stage: no webhook, no history, no permission asked. */
export function stageIssue(world: World, repository: Repository, options: IssueOptions): Issue {
  return world.quietly(() => {
    const acting = stageHand(world, authorOf(world, options));
    const issue = openIssue(acting, repository, { title: options.title ?? "An issue", body: options.body ?? "" });
    dress(acting, issue, options);
    if (options.state === "closed") closeSubject(acting, issue);
    return issue;
  });
}

/** Puts a pull request on the stage, with its branch, in a fork when the options name one. */
export function stagePull(world: World, repository: Repository, options: PullOptions): Pull {
  return world.quietly(() => {
    const acting = stageHand(world, authorOf(world, options));
    const base = options.baseRef ?? repository.defaultBranch;
    const head = stageBranch(acting, repository, { ...options, base });
    const { title = "A change", body = "", draft = false } = options;
    const issue = openPull(acting, repository, { title, body, draft, base, head });
    dress(acting, issue, options);
    requestAll(world, issue, options);
    if (options.merged) mergePull(acting, issue);
    else if (options.state === "closed") closeSubject(acting, issue);
    return issue;
  });
}

export function stageHand(world: World, account: Account): Acting {
  return { world, by: { kind: "stage-hand", account } };
}

function authorOf(world: World, options: IssueOptions): Account {
  return world.account(options.author ?? "octocat");
}

function stageBranch(
  acting: Acting,
  repository: Repository,
  options: PullOptions & { base: string },
): { repository: Repository; branch: string } {
  const { world } = acting;
  const place =
    options.headOwner === undefined ? repository : forkOf(world, repository, world.account(options.headOwner));
  const branch = options.headRef ?? `change-${repository.issues.size + 1}`;
  const files = options.files ?? { [`change-${repository.issues.size + 1}.txt`]: "changed\n" };
  const plans = options.commits ?? [{ message: options.title ?? "A change", files }];
  const commits = plans.map((plan) => planOf(world, plan));
  place.refs.set(
    `refs/heads/${branch}`,
    commitChain(acting, repository.refs.get(`refs/heads/${options.base}`), commits),
  );
  return { repository: place, branch };
}

/** A commit to make, its author's login turned into an account. */
export function planOf(world: World, options: CommitOptions): CommitPlan {
  const { author, ...plan } = options;
  return author === undefined ? plan : { ...plan, author: world.account(author) };
}

function dress(acting: Acting, issue: Issue, options: IssueOptions): void {
  const { world } = acting;
  addLabels(acting, issue, options.labels ?? []);
  issue.assignees = (options.assignees ?? []).map((login) => world.account(login));
  const { milestone } = options;
  if (milestone === undefined) return;
  const known = issue.repository.milestones.find((other) => other.title === milestone);
  setMilestone(acting, issue, known ?? addMilestone(world, issue.repository, milestone));
}

function requestAll(world: World, issue: Pull, options: PullOptions): void {
  issue.pull.requestedReviewers = (options.reviewers ?? []).map((login) => world.account(login));
  const teams = world.organizations.get(issue.repository.owner.login.toLowerCase())?.teams;
  issue.pull.requestedTeams = (options.teams ?? []).flatMap((slug) => teams?.get(slug.toLowerCase()) ?? []);
}
