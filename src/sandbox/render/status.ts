import type { CheckRun, Repository, Status } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { renderUser } from "./account.ts";
import { renderApp } from "./app.ts";
import { apiUrl, iso, isoOrNull, type Json, nodeId, webUrl } from "./rendering.ts";
import { fullName, renderRepository, repositoryPath } from "./repository.ts";

export function renderSimpleStatus(world: World, repository: Repository, status: Status): Json {
  return {
    url: apiUrl(world, `${repositoryPath(repository)}/statuses/${status.sha}`),
    avatar_url: webUrl(world, `avatars/u/${status.creator.id}`),
    id: status.id,
    node_id: nodeId("SC", status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: iso(status.createdAt),
    updated_at: iso(status.createdAt),
  };
}

export function renderStatus(world: World, repository: Repository, status: Status): Json {
  return { ...renderSimpleStatus(world, repository, status), creator: renderUser(world, status.creator) };
}

/** The newest status of each context. */
export function latestStatuses(repository: Repository, sha: string): Status[] {
  const latest = new Map<string, Status>();
  for (const status of repository.statuses.get(sha) ?? []) latest.set(status.context, status);
  return [...latest.values()];
}

/** GitHub's `combined-commit-status`. */
export function renderCombinedStatus(
  world: World,
  repository: Repository,
  about: { sha: string; shown: readonly Status[] },
): Json {
  const latest = latestStatuses(repository, about.sha);
  const url = apiUrl(world, `${repositoryPath(repository)}/commits/${about.sha}`);
  return {
    state: combinedState(latest),
    statuses: about.shown.map((status) => renderSimpleStatus(world, repository, status)),
    sha: about.sha,
    total_count: latest.length,
    repository: renderRepository(world, repository),
    commit_url: url,
    url: `${url}/status`,
  };
}

function combinedState(statuses: readonly Status[]): string {
  if (statuses.some((status) => status.state === "failure" || status.state === "error")) return "failure";
  return statuses.length > 0 && statuses.every((status) => status.state === "success") ? "success" : "pending";
}

/** A check run as webhooks carry it, with its whole suite. */
export function renderHookCheckRun(world: World, repository: Repository, run: CheckRun): Json {
  const suite = {
    id: run.id,
    head_branch: null,
    head_sha: run.sha,
    status: run.status,
    conclusion: run.conclusion,
    url: apiUrl(world, `${repositoryPath(repository)}/check-suites/${run.id}`),
    before: null,
    after: run.sha,
    pull_requests: [],
    app: renderApp(world),
    created_at: iso(run.startedAt),
    updated_at: iso(run.completedAt ?? run.startedAt),
  };
  return { ...renderCheckRun(world, repository, run), check_suite: suite };
}

export function renderCheckRun(world: World, repository: Repository, run: CheckRun): Json {
  const url = apiUrl(world, `${repositoryPath(repository)}/check-runs/${run.id}`);
  const page = webUrl(world, `${fullName(repository)}/runs/${run.id}`);
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId("CR", run.id),
    head_sha: run.sha,
    external_id: run.externalId,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: iso(run.startedAt),
    completed_at: isoOrNull(run.completedAt),
    output: { ...run.output, annotations_count: 0, annotations_url: `${url}/annotations` },
    check_suite: { id: run.id },
    app: renderApp(world),
    pull_requests: [],
  };
}
