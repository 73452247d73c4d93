import { grantOf } from "../state/access.ts";
import type { Account, Comment, Issue, Label, Repository } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { renderUser, renderUserOrNull } from "./account.ts";
import { renderLabel, renderMilestone, renderReactions } from "./label.ts";
import { apiUrl, iso, isoOrNull, type Json, nodeId, webUrl } from "./rendering.ts";
import { fullName, repositoryPath } from "./repository.ts";

export function issueUrl(world: World, issue: Issue): string {
  return apiUrl(world, `${repositoryPath(issue.repository)}/issues/${issue.number}`);
}

export function pageUrl(world: World, issue: Issue): string {
  const kind = issue.pull === null ? "issues" : "pull";
  return webUrl(world, `${fullName(issue.repository)}/${kind}/${issue.number}`);
}

/** GitHub's guess at who somebody is; wrong for private members on the real one, so nothing should rely on it. */
export function associationOf(world: World, repository: Repository, account: Account): string {
  const login = account.login.toLowerCase();
  if (repository.owner.login.toLowerCase() === login) return "OWNER";
  if (world.organizations.get(repository.owner.login.toLowerCase())?.members.has(login)) return "MEMBER";
  if (grantOf(world, repository, account) !== "none") return "COLLABORATOR";
  const merged = [...repository.issues.values()].some((issue) => issue.author === account && issue.pull?.merged);
  return merged ? "CONTRIBUTOR" : "NONE";
}

export function renderLabels(world: World, issue: Issue, labels: readonly Label[] = issue.labels): Json[] {
  return labels.map((label) => renderLabel(world, issue.repository, label));
}

/** What an issue and a pull request have in common on the wire. */
export function renderSubject(world: World, issue: Issue): Json {
  const [assignee = null] = issue.assignees;
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    locked: issue.locked,
    active_lock_reason: null,
    user: renderUser(world, issue.author),
    labels: renderLabels(world, issue),
    assignee: renderUserOrNull(world, assignee),
    assignees: issue.assignees.map((account) => renderUser(world, account)),
    milestone: issue.milestone === null ? null : renderMilestone(world, issue.repository, issue.milestone),
    created_at: iso(issue.createdAt),
    updated_at: iso(issue.updatedAt),
    closed_at: isoOrNull(issue.closedAt),
    author_association: associationOf(world, issue.repository, issue.author),
  };
}

/** GitHub's `issue`; a pull request's issue side carries `pull_request`. */
export function renderIssue(world: World, issue: Issue): Json {
  const url = issueUrl(world, issue);
  return {
    id: issue.id,
    node_id: nodeId("I", issue.id),
    ...renderSubject(world, issue),
    url,
    repository_url: apiUrl(world, repositoryPath(issue.repository)),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: pageUrl(world, issue),
    comments: issue.comments.length,
    state_reason: issue.stateReason,
    performed_via_github_app: null,
    reactions: renderReactions(url, issue.reactions),
    ...pullLinks(world, issue),
  };
}

/** The single issue, which also says who closed it. */
export function renderFullIssue(world: World, issue: Issue): Json {
  return { ...renderIssue(world, issue), closed_by: renderUserOrNull(world, issue.closedBy) };
}

export function renderComment(world: World, comment: Comment): Json {
  const { issue } = comment;
  const url = apiUrl(world, `${repositoryPath(issue.repository)}/issues/comments/${comment.id}`);
  return {
    url,
    html_url: `${pageUrl(world, issue)}#issuecomment-${comment.id}`,
    issue_url: issueUrl(world, issue),
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    user: renderUser(world, comment.user),
    created_at: iso(comment.createdAt),
    updated_at: iso(comment.updatedAt),
    author_association: associationOf(world, issue.repository, comment.user),
    body: comment.body,
    reactions: renderReactions(url, comment.reactions),
    performed_via_github_app: null,
  };
}

function pullLinks(world: World, issue: Issue): Json {
  if (issue.pull === null) return {};
  const page = pageUrl(world, issue);
  const links = {
    url: apiUrl(world, `${repositoryPath(issue.repository)}/pulls/${issue.number}`),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: isoOrNull(issue.pull.mergedAt),
  };
  return { draft: issue.pull.draft, pull_request: links };
}
