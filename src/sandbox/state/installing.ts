import type { Access, Account, Installation } from "./records.ts";
import type { World } from "./world.ts";

/** Every permission the sandbox knows, as an App that asks for all of them gets it. */
export const ALL_PERMISSIONS: Readonly<Record<string, Access>> = {
  actions: "write",
  administration: "write",
  checks: "write",
  contents: "write",
  issues: "write",
  members: "read",
  metadata: "read",
  pull_requests: "write",
  statuses: "write",
};

/** Events the App is subscribed to. */
export const ALL_EVENTS: readonly string[] = [
  "check_run",
  "create",
  "delete",
  "issue_comment",
  "issues",
  "label",
  "milestone",
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "push",
  "repository",
  "status",
];

export function installationWith(world: World, account: Account): Installation {
  return {
    id: world.nextId(),
    account,
    createdAt: world.now(),
    permissions: { ...ALL_PERMISSIONS },
    repositories: undefined,
    suspendedAt: null,
    deleted: false,
  };
}

/** True while the App may see the repository through the installation. */
export function covers(installation: Installation, owner: string, name: string): boolean {
  if (installation.deleted || installation.account.login.toLowerCase() !== owner.toLowerCase()) return false;
  return installation.repositories === undefined || installation.repositories.has(name.toLowerCase());
}
