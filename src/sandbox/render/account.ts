import type { Account, Organization, Team } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { apiUrl, iso, type Json, nodeId, webUrl } from "./rendering.ts";

const LISTS = {
  followers_url: "/followers",
  following_url: "/following{/other_user}",
  gists_url: "/gists{/gist_id}",
  starred_url: "/starred{/owner}{/repo}",
  subscriptions_url: "/subscriptions",
  organizations_url: "/orgs",
  repos_url: "/repos",
  events_url: "/events{/privacy}",
  received_events_url: "/received_events",
};

const simple = new WeakMap<Account, Json>();

/** GitHub's `simple-user`. One object per account: treat it as frozen. */
export function renderUser(world: World, account: Account): Json {
  const known = simple.get(account);
  if (known !== undefined) return known;
  const path = `users/${encodeURIComponent(account.login)}`;
  const lists = Object.entries(LISTS).map(([name, tail]) => [name, apiUrl(world, path + tail)]);
  const user: Json = {
    login: account.login,
    id: account.id,
    node_id: accountNodeId(account),
    avatar_url: webUrl(world, `avatars/u/${account.id}`),
    gravatar_id: "",
    url: apiUrl(world, path),
    html_url: webUrl(world, htmlPath(account)),
    ...Object.fromEntries(lists),
    type: account.type,
    site_admin: false,
  };
  simple.set(account, user);
  return user;
}

/** A user whose account may be gone or absent. */
export function renderUserOrNull(world: World, account: Account | null): Json | null {
  return account === null ? null : renderUser(world, account);
}

/** GitHub's `public-user`. */
export function renderFullUser(world: World, account: Account): Json {
  return {
    ...renderUser(world, account),
    name: account.name,
    company: null,
    blog: "",
    location: null,
    email: account.email,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: iso(account.createdAt),
    updated_at: iso(account.createdAt),
  };
}

export function accountNodeId(account: Account): string {
  if (account.type === "Bot") return nodeId("BOT", account.id);
  return nodeId(account.type === "User" ? "U" : "O", account.id);
}

/** GitHub's `organization-simple`, the form that webhooks carry. */
export function renderOrganization(world: World, account: Account): Json {
  const url = apiUrl(world, `orgs/${account.login}`);
  return {
    login: account.login,
    id: account.id,
    node_id: accountNodeId(account),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: webUrl(world, `avatars/u/${account.id}`),
    description: "",
  };
}

export function renderTeam(world: World, team: Team): Json {
  const { account } = team.organization;
  const url = apiUrl(world, `organizations/${account.id}/team/${team.id}`);
  return {
    id: team.id,
    node_id: nodeId("T", team.id),
    url,
    html_url: webUrl(world, `orgs/${account.login}/teams/${team.slug}`),
    name: team.name,
    slug: team.slug,
    description: team.description,
    privacy: team.privacy,
    notification_setting: "notifications_enabled",
    permission: "pull",
    type: "organization",
    organization_id: account.id,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
  };
}

export function renderMembership(
  world: World,
  organization: Organization,
  held: { user: Account; role: string },
): Json {
  return {
    url: apiUrl(world, `orgs/${organization.account.login}/memberships/${held.user.login}`),
    state: "active",
    role: held.role,
    organization_url: apiUrl(world, `orgs/${organization.account.login}`),
    organization: renderOrganization(world, organization.account),
    user: renderUser(world, held.user),
    direct_membership: true,
  };
}

function htmlPath(account: Account): string {
  return account.type === "Bot" ? `apps/${account.login.replace(/\[bot\]$/, "")}` : account.login;
}
