import type { Repository } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { renderUser } from "./account.ts";
import { apiUrl, iso, type Json, nodeId, webUrl } from "./rendering.ts";

const TEMPLATES = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

const FIXED = {
  has_issues: true,
  has_projects: true,
  has_downloads: true,
  has_wiki: false,
  has_pages: false,
  has_discussions: false,
  homepage: null,
  language: null,
  mirror_url: null,
  disabled: false,
  license: null,
  allow_forking: true,
  is_template: false,
  web_commit_signoff_required: false,
  topics: [],
  custom_properties: {},
  size: 1,
  forks: 0,
  forks_count: 0,
  stargazers_count: 0,
  watchers: 0,
  watchers_count: 0,
};

const urls = new WeakMap<Repository, Json>();

/** `owner/name`, in the spelling it was made with. */
export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

/** Path of a repository below the API's origin. */
export function repositoryPath(repository: Repository): string {
  return `repos/${fullName(repository)}`;
}

/** GitHub's `repository`, as lists and webhooks carry it. */
export function renderRepository(world: World, repository: Repository): Json {
  return {
    ...urlsOf(world, repository),
    ...FIXED,
    description: repository.description,
    private: repository.private,
    visibility: repository.private ? "private" : "public",
    fork: repository.parent !== null,
    archived: repository.archived,
    default_branch: repository.defaultBranch,
    created_at: iso(repository.createdAt),
    updated_at: iso(repository.updatedAt),
    pushed_at: iso(repository.pushedAt),
    ...openIssues(repository),
  };
}

/** GitHub's `full-repository`. */
export function renderFullRepository(world: World, repository: Repository): Json {
  const { parent } = repository;
  return {
    ...renderRepository(world, repository),
    network_count: 0,
    subscribers_count: 0,
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    allow_update_branch: false,
    delete_branch_on_merge: false,
    ...(parent === null ? {} : { parent: renderRepository(world, parent), source: renderRepository(world, parent) }),
  };
}

function openIssues(repository: Repository): Json {
  let open = 0;
  for (const issue of repository.issues.values()) if (issue.state === "open") open += 1;
  return { open_issues: open, open_issues_count: open };
}

function urlsOf(world: World, repository: Repository): Json {
  const known = urls.get(repository);
  if (known !== undefined) return known;
  const api = apiUrl(world, repositoryPath(repository));
  const web = webUrl(world, fullName(repository));
  const templates = Object.entries(TEMPLATES).map(([name, tail]) => [name, api + tail]);
  const made: Json = {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    owner: renderUser(world, repository.owner),
    html_url: web,
    url: api,
    ...Object.fromEntries(templates),
    clone_url: `${web}.git`,
    git_url: `git:${web.replace(/^https?:/, "")}.git`,
    ssh_url: `git@127.0.0.1:${fullName(repository)}.git`,
    svn_url: web,
  };
  urls.set(repository, made);
  return made;
}
