import { demand } from "../actions/guard.ts";
import { text } from "../http/body-fields.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { paged } from "../http/pages.ts";
import { param, repositoryOf } from "../http/path-subject.ts";
import { noContent, ok, type Reply } from "../http/reply.ts";
import { notFound, orNotFound, Refusal } from "../refusal.ts";
import { renderFullUser, renderMembership, renderOrganization, renderTeam, renderUser } from "../render/account.ts";
import { allows, collaboratorsOf, grantOf, permissionOf } from "../state/access.ts";
import type { Account, Organization, Permission, Team } from "../state/records.ts";

export const peopleRoutes: readonly Route[] = [
  { pattern: "GET /user", run: (call) => ok(renderFullUser(call.world, person(call))) },
  { pattern: "GET /users/{username}", run: (call) => ok(renderFullUser(call.world, accountNamed(call, "username"))) },
  { pattern: "GET /orgs/{org}", run: readOrganization },
  { pattern: "GET /orgs/{org}/members", run: members },
  { pattern: "GET /orgs/{org}/members/{username}", run: checkMember },
  { pattern: "GET /orgs/{org}/memberships/{username}", run: membership },
  { pattern: "GET /orgs/{org}/teams", run: teams },
  { pattern: "GET /orgs/{org}/teams/{team_slug}", run: (call) => ok(renderTeam(call.world, teamOf(call))) },
  { pattern: "GET /orgs/{org}/teams/{team_slug}/members", run: teamMembers },
  { pattern: "GET /orgs/{org}/teams/{team_slug}/memberships/{username}", run: teamMembership },
  { pattern: "GET /repos/{owner}/{repo}/collaborators", run: collaborators },
  { pattern: "GET /repos/{owner}/{repo}/collaborators/{username}", run: checkCollaborator },
  { pattern: "PUT /repos/{owner}/{repo}/collaborators/{username}", run: addCollaborator },
  { pattern: "DELETE /repos/{owner}/{repo}/collaborators/{username}", run: removeCollaborator },
  { pattern: "GET /repos/{owner}/{repo}/collaborators/{username}/permission", run: permission },
  { pattern: "GET /repos/{owner}/{repo}/teams", run: repositoryTeams },
];

function person(call: Call): Account {
  const { by } = acting(call);
  if (by.kind === "installation") throw new Refusal(403, "Resource not accessible by integration");
  return by.account;
}

function accountNamed(call: Call, name: string): Account {
  return orNotFound(call.world.accounts.get(param(call, name).toLowerCase()));
}

function organizationOf(call: Call): Organization {
  return orNotFound(call.world.organizations.get(param(call, "org").toLowerCase()));
}

/** An organisation whose members the caller may see: its members, and Apps with `members`. */
function insideOf(call: Call): Organization {
  const organization = organizationOf(call);
  const { by } = acting(call);
  if (by.installation === undefined) return organization;
  const own = by.installation.account === organization.account;
  if (!own || by.installation.permissions.members === undefined)
    throw new Refusal(403, "Resource not accessible by integration");
  return organization;
}

function teamOf(call: Call): Team {
  return orNotFound(insideOf(call).teams.get(param(call, "team_slug").toLowerCase()));
}

function readOrganization(call: Call): Reply {
  return ok({ ...renderOrganization(call.world, organizationOf(call).account), type: "Organization" });
}

function members(call: Call): Reply {
  const role = call.query.get("role") ?? "all";
  const found = [...insideOf(call).members.values()].filter((member) => role === "all" || member.role === role);
  return paged(call, found, (member) => renderUser(call.world, member.account));
}

function checkMember(call: Call): Reply {
  if (!insideOf(call).members.has(param(call, "username").toLowerCase())) {
    throw new Refusal(404, "User does not exist or is not a member of the organization");
  }
  return noContent;
}

function membership(call: Call): Reply {
  const organization = insideOf(call);
  const member = orNotFound(organization.members.get(param(call, "username").toLowerCase()));
  return ok(renderMembership(call.world, organization, { user: member.account, role: member.role }));
}

function teams(call: Call): Reply {
  return paged(call, [...insideOf(call).teams.values()], (team) => renderTeam(call.world, team));
}

function teamMembers(call: Call): Reply {
  const role = call.query.get("role") ?? "all";
  const team = teamOf(call);
  const found = [...team.members.values()].filter((account) => role === "all" || roleIn(team, account) === role);
  return paged(call, found, (account) => renderUser(call.world, account));
}

function roleIn(team: Team, account: Account): string {
  return team.maintainers.has(account.login.toLowerCase()) ? "maintainer" : "member";
}

function teamMembership(call: Call): Reply {
  const team = teamOf(call);
  const account = orNotFound(team.members.get(param(call, "username").toLowerCase()));
  const url = `${call.world.origin}/orgs/${team.organization.account.login}/teams/${team.slug}/memberships/${account.login}`;
  return ok({ url, role: roleIn(team, account), state: "active" });
}

function collaborators(call: Call): Reply {
  const repository = repositoryOf(call);
  const affiliation = call.query.get("affiliation") ?? "all";
  const direct = (account: Account): boolean => repository.collaborators.has(account.login.toLowerCase());
  const found = collaboratorsOf(call.world, repository).filter(
    (account) => affiliation !== "direct" || direct(account),
  );
  return paged(call, found, (account) => {
    const held = grantOf(call.world, repository, account);
    return { ...renderUser(call.world, account), permissions: flags(held), role_name: held };
  });
}

function checkCollaborator(call: Call): Reply {
  const repository = repositoryOf(call);
  const account = call.world.accounts.get(param(call, "username").toLowerCase());
  if (account === undefined || grantOf(call.world, repository, account) === "none") throw notFound();
  return noContent;
}

const GRANTS: Readonly<Record<string, Permission>> = {
  pull: "read",
  triage: "triage",
  push: "write",
  maintain: "maintain",
  admin: "admin",
};

function addCollaborator(call: Call): Reply {
  const repository = repositoryOf(call);
  demand(acting(call), repository, { people: "admin", app: ["administration"], access: "write" });
  const permission = GRANTS[text(call, "permission") ?? "push"];
  if (permission === undefined) throw new Refusal(422, "Validation Failed");
  const account = accountNamed(call, "username");
  repository.collaborators.set(account.login.toLowerCase(), { account, permission });
  return noContent;
}

function removeCollaborator(call: Call): Reply {
  const repository = repositoryOf(call);
  demand(acting(call), repository, { people: "admin", app: ["administration"], access: "write" });
  repository.collaborators.delete(param(call, "username").toLowerCase());
  return noContent;
}

function permission(call: Call): Reply {
  const repository = repositoryOf(call);
  const account = accountNamed(call, "username");
  const held = permissionOf(call.world, repository, account);
  const user = { ...renderUser(call.world, account), permissions: flags(held), role_name: held };
  return ok({ permission: legacyName(held), user, role_name: held });
}

/** The four words of the older field: triage reads as read, maintain as write. */
function legacyName(held: Permission): Permission {
  if (held === "triage") return "read";
  return held === "maintain" ? "write" : held;
}

function flags(held: Permission): Record<string, boolean> {
  const names = Object.entries(GRANTS).map(([name, permission]) => [name, allows(held, permission)]);
  return Object.fromEntries(names);
}

function repositoryTeams(call: Call): Reply {
  const repository = repositoryOf(call);
  const key = `${repository.owner.login}/${repository.name}`.toLowerCase();
  const all = [...(call.world.organizations.get(repository.owner.login.toLowerCase())?.teams.values() ?? [])];
  return paged(
    call,
    all.filter((team) => team.repositories.has(key)),
    (team) => renderTeam(call.world, team),
  );
}
