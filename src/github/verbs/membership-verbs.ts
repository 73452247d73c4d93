import type { GitHub } from "../github.ts";
import { refusedAs } from "../refused-as.ts";
import { loginAnswer, permissionAnswer, teamAnswer } from "./rest-answers.ts";
import { ask, askFor, askForAll, onceAMinute, type Question, type VerbContext } from "./verb-context.ts";

type MembershipVerbs = Pick<
  GitHub,
  "isCollaborator" | "collaborators" | "permission" | "isMember" | "teamMembers" | "teamSlugByName"
>;

export function membershipVerbs(context: VerbContext): MembershipVerbs {
  return {
    isCollaborator: (login) => isCollaborator(context, login),
    collaborators: () => collaborators(context),
    permission: (login) => permission(context, login),
    isMember: (login, org) => isMember(context, login, org ?? context.repo.owner),
    teamMembers: (org, slug) => teamMembers(context, org, slug),
    teamSlugByName: (org, name) => teamSlugByName(context, org, name),
  };
}

/** Prow: pkg/github/client.go, IsCollaborator: the account that owns a repository needs no entry in it. */
function isCollaborator(context: VerbContext, login: string): Promise<boolean> {
  const { owner, name } = context.repo;
  if (same(login, owner)) return Promise.resolve(true);
  return onceAMinute(context, `collaborator ${owner}/${name} ${login}`.toLowerCase(), (shared) =>
    exists(shared, { route: "GET /repos/{owner}/{repo}/collaborators/{username}", path: { username: login } }),
  );
}

function collaborators(context: VerbContext): Promise<ReadonlySet<string>> {
  const { owner, name } = context.repo;
  const route = "GET /repos/{owner}/{repo}/collaborators";
  return onceAMinute(context, `collaborators ${owner}/${name}`.toLowerCase(), async (shared) =>
    lowerCased(await askForAll(shared, loginAnswer, { route })),
  );
}

async function permission(context: VerbContext, login: string): Promise<"admin" | "write" | "read" | "none"> {
  const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
  return refusedAs("not-found", "none", askFor(context, permissionAnswer, { route, path: { username: login } }));
}

/** Prow: pkg/github/client.go, IsMember: on a personal repository its owner counts as a member. */
function isMember(context: VerbContext, login: string, org: string): Promise<boolean> {
  if (same(login, org)) return Promise.resolve(true);
  return onceAMinute(context, `member ${org} ${login}`.toLowerCase(), (shared) =>
    exists(shared, { route: "GET /orgs/{org}/members/{username}", path: { org, username: login } }),
  );
}

function teamMembers(context: VerbContext, org: string, slug: string): Promise<ReadonlySet<string> | undefined> {
  const route = "GET /orgs/{org}/teams/{team_slug}/members";
  return onceAMinute(context, `team ${org}/${slug}`.toLowerCase(), async (shared) => {
    const reading = askForAll(shared, loginAnswer, { route, path: { org, team_slug: slug } });
    const logins = await refusedAs("not-found", undefined, reading);
    return logins && lowerCased(logins);
  });
}

async function teamSlugByName(context: VerbContext, org: string, name: string): Promise<string | undefined> {
  const route = "GET /orgs/{org}/teams";
  const teams = await onceAMinute(context, `teams ${org}`.toLowerCase(), (shared) =>
    refusedAs("not-found", [], askForAll(shared, teamAnswer, { route, path: { org } })),
  );
  return teams.find((team) => team.name === name)?.slug;
}

/** GitHub answers these questions with 204 or 404. */
function exists(context: VerbContext, question: Question): Promise<boolean> {
  return refusedAs(
    "not-found",
    false,
    ask(context, question).then(() => true),
  );
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function lowerCased(logins: readonly string[]): ReadonlySet<string> {
  return new Set(logins.map((login) => login.toLowerCase()));
}
