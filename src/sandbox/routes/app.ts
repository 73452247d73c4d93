import { suspendInstallation, unsuspendInstallation } from "../actions/installing-app.ts";
import type { HookSender, Sent } from "../hooks/hook-sender.ts";
import { renderDelivery, renderFullDelivery } from "../hooks/render-delivery.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { paged, pageOf } from "../http/pages.ts";
import { param } from "../http/path-subject.ts";
import { created, noContent, ok, type Reply } from "../http/reply.ts";
import type { TokenScope, Tokens } from "../http/tokens.ts";
import { orNotFound, Refusal } from "../refusal.ts";
import { renderApp, renderInstallation } from "../render/app.ts";
import { iso } from "../render/rendering.ts";
import { renderRepository } from "../render/repository.ts";
import { covers } from "../state/installing.ts";
import type { Access, Installation } from "../state/records.ts";

/** What the App does as itself: installations, tokens, its hook's deliveries. */
export function appRoutes(tokens: Tokens, hooks: HookSender): readonly Route[] {
  return [
    {
      pattern: "GET /app",
      run: (call) => asApp(call, () => ok({ ...renderApp(call.world), client_id: call.world.app.clientId })),
    },
    { pattern: "GET /app/installations", run: installations },
    { pattern: "GET /app/installations/{installation_id}", run: (call) => one(call, installationById) },
    { pattern: "PUT /app/installations/{installation_id}/suspended", run: suspend },
    { pattern: "DELETE /app/installations/{installation_id}/suspended", run: unsuspend },
    { pattern: "POST /app/installations/{installation_id}/access_tokens", run: (call) => issueToken(call, tokens) },
    { pattern: "GET /repos/{owner}/{repo}/installation", run: (call) => one(call, installationOfRepository) },
    { pattern: "GET /orgs/{org}/installation", run: (call) => one(call, (known) => byLogin(known, "org")) },
    { pattern: "GET /users/{username}/installation", run: (call) => one(call, (known) => byLogin(known, "username")) },
    { pattern: "GET /installation/repositories", run: installedRepositories },
    { pattern: "GET /app/hook/config", run: (call) => asApp(call, () => ok(hooks.config())) },
    { pattern: "GET /app/hook/deliveries", run: (call) => deliveries(call, hooks) },
    {
      pattern: "GET /app/hook/deliveries/{delivery_id}",
      run: (call) => asApp(call, () => ok(renderFullDelivery(deliveryOf(call, hooks)))),
    },
    { pattern: "POST /app/hook/deliveries/{delivery_id}/attempts", run: (call) => redeliver(call, hooks) },
  ];
}

function asApp(call: Call, run: () => Reply): Reply {
  if (call.caller.kind !== "app") throw new Refusal(401, "A JSON web token could not be decoded");
  return run();
}

function living(call: Call): Installation[] {
  return [...call.world.installations.values()].filter((installation) => !installation.deleted);
}

function installations(call: Call): Reply {
  return asApp(call, () => paged(call, living(call), (installation) => renderInstallation(call.world, installation)));
}

function one(call: Call, find: (call: Call) => Installation | undefined): Reply {
  return asApp(call, () => {
    const found = orNotFound(find(call));
    return ok(renderInstallation(call.world, found));
  });
}

function installationById(call: Call): Installation | undefined {
  return living(call).find((installation) => String(installation.id) === param(call, "installation_id"));
}

function installationOfRepository(call: Call): Installation | undefined {
  const { owner = "", repo = "" } = call.params;
  if (!call.world.repositories.has(`${owner}/${repo}`.toLowerCase())) return undefined;
  return living(call).find((installation) => covers(installation, owner, repo));
}

function byLogin(call: Call, name: string): Installation | undefined {
  return call.world.installationOf(param(call, name));
}

function suspend(call: Call): Reply {
  return asApp(call, () => {
    suspendInstallation(call.world, orNotFound(installationById(call)));
    return noContent;
  });
}

function unsuspend(call: Call): Reply {
  return asApp(call, () => {
    unsuspendInstallation(call.world, orNotFound(installationById(call)));
    return noContent;
  });
}

function issueToken(call: Call, tokens: Tokens): Reply {
  return asApp(call, () => {
    const installation = orNotFound(installationById(call));
    if (installation.suspendedAt !== null) throw new Refusal(403, "This installation has been suspended");
    const made = tokens.issue(installation, scopeOf(call, installation));
    const { token, permissions } = made;
    const selection = installation.repositories === undefined ? "all" : "selected";
    return created({ token, expires_at: iso(made.expiresAt), permissions, repository_selection: selection });
  });
}

function scopeOf(call: Call, installation: Installation): TokenScope {
  const wanted = call.body.permissions;
  const names = call.body.repositories;
  const permissions =
    typeof wanted === "object" && wanted !== null ? narrowed(installation, Object.entries(wanted)) : undefined;
  const repositories = Array.isArray(names) ? new Set(names.map((name) => String(name).toLowerCase())) : undefined;
  return {
    ...(permissions === undefined ? {} : { permissions }),
    ...(repositories === undefined ? {} : { repositories }),
  };
}

function narrowed(installation: Installation, wanted: readonly [string, unknown][]): Record<string, Access> {
  const narrow: Record<string, Access> = {};
  for (const [name, access] of wanted) {
    const held = installation.permissions[name];
    if (held === undefined || (access === "write" && held === "read"))
      throw new Refusal(422, `The permissions requested are not granted to this installation.`);
    narrow[name] = access === "write" ? "write" : "read";
  }
  return narrow;
}

function installedRepositories(call: Call): Reply {
  const { installation } = acting(call).by;
  if (installation === undefined)
    throw new Refusal(
      403,
      "You must authenticate with an installation access token in order to list repositories for an installation.",
    );
  const seen = [...call.world.repositories.values()].filter((repository) =>
    covers(installation, repository.owner.login, repository.name),
  );
  const { items, headers } = pageOf(call, seen);
  const repositories = items.map((repository) => renderRepository(call.world, repository));
  return { ...ok({ total_count: seen.length, repositories }), headers };
}

function deliveries(call: Call, hooks: HookSender): Reply {
  return asApp(call, () => {
    const size = Math.min(100, Number(call.query.get("per_page") ?? 30) || 30);
    const cursor = Number(call.query.get("cursor")?.replace(/^v1_/, "") ?? Number.POSITIVE_INFINITY);
    const newest = hooks.log.toReversed().filter((sent) => sent.id <= cursor);
    const next = newest[size];
    const link = next && `<${call.world.origin}${call.path}?per_page=${size}&cursor=v1_${next.id}>; rel="next"`;
    return { ...ok(newest.slice(0, size).map(renderDelivery)), headers: link === undefined ? {} : { link } };
  });
}

function deliveryOf(call: Call, hooks: HookSender): Sent {
  return orNotFound(hooks.log.find((sent) => String(sent.id) === param(call, "delivery_id")));
}

function redeliver(call: Call, hooks: HookSender): Reply {
  return asApp(call, () => {
    hooks.redeliver(deliveryOf(call, hooks));
    return { status: 202, body: {} };
  });
}
