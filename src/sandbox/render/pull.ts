import { changesOf, commitsOf, mergeableOf } from "../state/pulls.ts";
import type { Pull, Repository } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { renderTeam, renderUser, renderUserOrNull } from "./account.ts";
import { issueUrl, pageUrl, renderSubject } from "./issue.ts";
import { apiUrl, isoOrNull, type Json, nodeId } from "./rendering.ts";
import { renderRepository, repositoryPath } from "./repository.ts";

export function pullUrl(world: World, issue: Pull): string {
  return apiUrl(world, `${repositoryPath(issue.repository)}/pulls/${issue.number}`);
}

/** GitHub's `pull-request-simple`, as lists and reviews carry it. */
export function renderSimplePull(world: World, issue: Pull): Json {
  const { pull } = issue;
  const requested = {
    requested_reviewers: pull.requestedReviewers.map((account) => renderUser(world, account)),
    requested_teams: pull.requestedTeams.map((team) => renderTeam(world, team)),
  };
  return {
    ...pullUrls(world, issue),
    id: pull.id,
    node_id: nodeId("PR", pull.id),
    ...renderSubject(world, issue),
    ...requested,
    merged_at: isoOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergeCommit,
    draft: pull.draft,
    head: renderBranch(world, {
      ref: pull.head.ref,
      sha: pull.head.sha,
      repository: pull.head.repository,
      owner: pull.head.owner.login,
      issue,
    }),
    base: renderBranch(world, {
      ...pull.base,
      repository: issue.repository,
      owner: issue.repository.owner.login,
      issue,
    }),
    auto_merge: null,
    _links: links(world, issue),
  };
}

/** GitHub's `pull-request`, with what it takes a look at the branches to say. */
export function renderPull(world: World, issue: Pull): Json {
  const { pull } = issue;
  const changes = changesOf(world, issue);
  const mergeable = mergeableOf(world, issue);
  return {
    ...renderSimplePull(world, issue),
    merged: pull.merged,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeableState(issue, mergeable),
    merged_by: renderUserOrNull(world, pull.mergedBy),
    comments: issue.comments.length,
    review_comments: pull.reviewComments.length,
    maintainer_can_modify: pull.head.repository !== issue.repository,
    commits: commitsOf(world, issue).length,
    additions: changes.reduce((sum, change) => sum + change.additions, 0),
    deletions: changes.reduce((sum, change) => sum + change.deletions, 0),
    changed_files: changes.length,
  };
}

interface Branch {
  readonly ref: string;
  readonly sha: string;
  readonly repository: Repository | null;
  readonly owner: string;
  readonly issue: Pull;
}

function renderBranch(world: World, branch: Branch): Json {
  return {
    label: `${branch.owner}:${branch.ref}`,
    ref: branch.ref,
    sha: branch.sha,
    user: renderUser(world, world.account(branch.owner)),
    repo: branch.repository === null ? null : renderRepository(world, branch.repository),
  };
}

function mergeableState(issue: Pull, mergeable: boolean | null): string {
  if (mergeable === null) return "unknown";
  if (!mergeable) return "dirty";
  return issue.pull.draft ? "draft" : "clean";
}

function pullUrls(world: World, issue: Pull): Json {
  const url = pullUrl(world, issue);
  const page = pageUrl(world, issue);
  return {
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl(world, issue),
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: apiUrl(world, `${repositoryPath(issue.repository)}/pulls/comments{/number}`),
    comments_url: `${issueUrl(world, issue)}/comments`,
    statuses_url: apiUrl(world, `${repositoryPath(issue.repository)}/statuses/${issue.pull.head.sha}`),
  };
}

function links(world: World, issue: Pull): Json {
  const urls = pullUrls(world, issue);
  return {
    self: { href: urls.url },
    html: { href: urls.html_url },
    issue: { href: urls.issue_url },
    comments: { href: urls.comments_url },
    review_comments: { href: urls.review_comments_url },
    review_comment: { href: urls.review_comment_url },
    commits: { href: urls.commits_url },
    statuses: { href: urls.statuses_url },
  };
}
