import type { FileChanges } from "../git/tree-files.ts";
import { commitFiles } from "./committing.ts";
import { labelOf } from "./labels.ts";
import type { Account, Organization, Permission, Repository, Role, Team } from "./records.ts";
import type { World } from "./world.ts";

export interface TeamOptions {
  readonly name?: string;
  readonly members?: readonly string[];
  /** Permission by repository name within the organisation. */
  readonly repos?: Readonly<Record<string, Permission>>;
}

export interface OrganizationOptions {
  readonly login: string;
  readonly members?: Readonly<Record<string, Role>>;
  /** By slug. */
  readonly teams?: Readonly<Record<string, TeamOptions>>;
  /** What members may do in every repository; `read` unless set. */
  readonly memberPermission?: Permission;
  readonly install?: boolean;
}

export interface RepositoryOptions {
  readonly owner: string;
  readonly name: string;
  readonly files?: FileChanges;
  readonly labels?: readonly string[];
  readonly collaborators?: Readonly<Record<string, Permission>>;
  readonly milestones?: readonly string[];
  /** Files laid over the default branch's, by branch. */
  readonly branches?: Readonly<Record<string, FileChanges>>;
  readonly private?: boolean;
  readonly defaultBranch?: string;
}

export function makeOrganization(world: World, options: OrganizationOptions): Organization {
  const organization: Organization = {
    account: world.account(options.login, "Organization"),
    members: new Map(),
    teams: new Map(),
    memberPermission: options.memberPermission ?? "read",
  };
  for (const [login, role] of Object.entries(options.members ?? {})) {
    organization.members.set(login.toLowerCase(), { account: world.account(login), role });
  }
  for (const [slug, team] of Object.entries(options.teams ?? {})) addTeam(world, organization, { slug, ...team });
  world.organizations.set(options.login.toLowerCase(), organization);
  return organization;
}

export function addTeam(world: World, organization: Organization, options: TeamOptions & { slug: string }): Team {
  const owner = organization.account.login;
  const team: Team = {
    id: world.nextId(),
    organization,
    slug: options.slug,
    name: options.name ?? options.slug,
    description: "",
    privacy: "closed",
    members: new Map((options.members ?? []).map((login) => [login.toLowerCase(), world.account(login)])),
    maintainers: new Set(),
    repositories: new Map(
      Object.entries(options.repos ?? {}).map(([name, permission]) => [`${owner}/${name}`.toLowerCase(), permission]),
    ),
  };
  organization.teams.set(options.slug.toLowerCase(), team);
  return team;
}

/** A repository with one commit on its default branch, and one more on each other branch. */
export function makeRepository(world: World, options: RepositoryOptions): Repository {
  const repository = emptyRepository(world, world.account(options.owner), options);
  const main = repository.defaultBranch;
  const files = options.files ?? { "README.md": `# ${options.name}\n` };
  commitFiles(world, repository, { branch: main, files, message: "Initial commit", author: repository.owner });
  for (const [branch, changes] of Object.entries(options.branches ?? {})) {
    repository.refs.set(`refs/heads/${branch}`, repository.refs.get(`refs/heads/${main}`) ?? "");
    commitFiles(world, repository, { branch, files: changes, message: `Start ${branch}`, author: repository.owner });
  }
  for (const [login, permission] of Object.entries(options.collaborators ?? {})) {
    repository.collaborators.set(login.toLowerCase(), { account: world.account(login), permission });
  }
  for (const name of options.labels ?? []) labelOf(world, repository, name);
  for (const title of options.milestones ?? []) addMilestone(world, repository, title);
  return repository;
}

/** The fork of a repository under another account, made when there is none. */
export function forkOf(world: World, repository: Repository, owner: Account): Repository {
  const key = `${owner.login}/${repository.name}`.toLowerCase();
  const known = world.repositories.get(key);
  if (known !== undefined) return known;
  const fork = emptyRepository(world, owner, { name: repository.name, parent: repository });
  for (const [ref, sha] of repository.refs) fork.refs.set(ref, sha);
  return fork;
}

interface EmptyOptions {
  readonly name: string;
  readonly parent?: Repository;
  readonly private?: boolean;
  readonly defaultBranch?: string;
}

function emptyRepository(world: World, owner: Account, options: EmptyOptions): Repository {
  const now = world.now();
  const repository: Repository = {
    id: world.nextId(),
    owner,
    parent: options.parent ?? null,
    createdAt: now,
    collaborators: new Map(),
    labels: new Map(),
    milestones: [],
    refs: new Map(),
    pushes: [],
    deletedRefs: [],
    issues: new Map(),
    comments: new Map(),
    reviewComments: new Map(),
    statuses: new Map(),
    checkRuns: new Map(),
    protection: new Map(),
    name: options.name,
    private: options.private ?? false,
    defaultBranch: options.defaultBranch ?? options.parent?.defaultBranch ?? "main",
    description: null,
    archived: false,
    pushedAt: now,
    updatedAt: now,
  };
  world.repositories.set(`${owner.login}/${options.name}`.toLowerCase(), repository);
  return repository;
}

export function addMilestone(world: World, repository: Repository, title: string): Repository["milestones"][number] {
  const now = world.now();
  const milestone = {
    id: world.nextId(),
    number: repository.milestones.length + 1,
    creator: repository.owner,
    createdAt: now,
    title,
    description: null,
    state: "open" as const,
    updatedAt: now,
    closedAt: null,
    dueOn: null,
  };
  repository.milestones.push(milestone);
  return milestone;
}
