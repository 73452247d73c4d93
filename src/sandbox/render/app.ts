import { ALL_EVENTS, ALL_PERMISSIONS } from "../state/installing.ts";
import type { Installation } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { renderUser } from "./account.ts";
import { apiUrl, iso, isoOrNull, type Json, nodeId, webUrl } from "./rendering.ts";

/** GitHub's `integration`: the App itself. */
export function renderApp(world: World): Json {
  const { app } = world;
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("A", app.id),
    owner: renderUser(world, world.account("github")),
    name: app.slug,
    description: "",
    external_url: webUrl(world, `apps/${app.slug}/about`),
    html_url: webUrl(world, `apps/${app.slug}`),
    created_at: iso(app.createdAt),
    updated_at: iso(app.createdAt),
    permissions: { ...ALL_PERMISSIONS },
    events: [...ALL_EVENTS],
  };
}

/** GitHub's `installation`. */
export function renderInstallation(world: World, installation: Installation): Json {
  const { app } = world;
  const { account } = installation;
  const base = apiUrl(world, `app/installations/${installation.id}`);
  return {
    id: installation.id,
    account: renderUser(world, account),
    repository_selection: installation.repositories === undefined ? "all" : "selected",
    access_tokens_url: `${base}/access_tokens`,
    repositories_url: apiUrl(world, "installation/repositories"),
    html_url: webUrl(world, `organizations/${account.login}/settings/installations/${installation.id}`),
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: { ...installation.permissions },
    events: [...ALL_EVENTS],
    created_at: iso(installation.createdAt),
    updated_at: iso(installation.createdAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedAt === null ? null : renderUser(world, account),
    suspended_at: isoOrNull(installation.suspendedAt),
  };
}
