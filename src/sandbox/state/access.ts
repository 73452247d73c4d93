import type { Account, Issue, Organization, Permission, Repository } from "./records.ts";
import type { World } from "./world.ts";

const RANK: readonly Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];

/** True when `held` includes everything `wanted` allows. */
export function allows(held: Permission, wanted: Permission): boolean {
  return RANK.indexOf(held) >= RANK.indexOf(wanted);
}

/** What an account was granted: as owner, by name, through a team or as a member. Public reading is not a grant. */
export function grantOf(world: World, repository: Repository, account: Account): Permission {
  const login = account.login.toLowerCase();
  if (repository.owner.login.toLowerCase() === login) return "admin";
  const grants: Permission[] = [repository.collaborators.get(login)?.permission ?? "none"];
  const organization = world.organizations.get(repository.owner.login.toLowerCase());
  if (organization !== undefined) grants.push(...organizationGrants(organization, repository, login));
  return grants.reduce((best, grant) => (allows(grant, best) ? grant : best), "none");
}

/** What an account may do, counting that anybody reads a public repository. */
export function permissionOf(world: World, repository: Repository, account: Account): Permission {
  const grant = grantOf(world, repository, account);
  return grant === "none" && !repository.private ? "read" : grant;
}

/** Everybody with a grant, by login. */
export function collaboratorsOf(world: World, repository: Repository): Account[] {
  const people = new Map<string, Account>();
  for (const { account } of repository.collaborators.values()) people.set(account.login.toLowerCase(), account);
  const organization = world.organizations.get(repository.owner.login.toLowerCase());
  for (const { account } of organization?.members.values() ?? []) people.set(account.login.toLowerCase(), account);
  for (const team of organization?.teams.values() ?? []) {
    for (const account of team.members.values()) people.set(account.login.toLowerCase(), account);
  }
  if (organization === undefined) people.set(repository.owner.login.toLowerCase(), repository.owner);
  const granted = [...people.values()].filter((account) => grantOf(world, repository, account) !== "none");
  return granted.sort((a, b) => a.id - b.id);
}

/** True when the login belongs to the organisation. */
export function isMember(organization: Organization, account: Account): boolean {
  return organization.members.has(account.login.toLowerCase());
}

/** Whom GitHub lets be assigned to anything in a repository: people with a grant. */
export function isAssignable(world: World, repository: Repository, account: Account): boolean {
  return account.type === "User" && grantOf(world, repository, account) !== "none";
}

/** Whom GitHub lets be assigned to an issue: people with a grant, the author, and those who commented on it. */
export function isAssignableTo(world: World, issue: Issue, account: Account): boolean {
  if (isAssignable(world, issue.repository, account)) return true;
  return issue.author === account || issue.comments.some((comment) => comment.user === account);
}

function organizationGrants(organization: Organization, repository: Repository, login: string): Permission[] {
  const role = organization.members.get(login)?.role;
  if (role === "admin") return ["admin"];
  const grants: Permission[] = role === "member" ? [organization.memberPermission] : [];
  const key = `${repository.owner.login}/${repository.name}`.toLowerCase();
  for (const team of organization.teams.values()) {
    if (team.members.has(login)) grants.push(team.repositories.get(key) ?? "none");
  }
  return grants;
}
