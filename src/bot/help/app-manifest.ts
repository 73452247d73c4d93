import type { Plugin } from "../../plugin-kit/define-plugin.ts";

/** What a GitHub App that runs these plugins must be allowed and told. `app.yml` is the same for all plugins. */
export interface AppManifest {
  readonly name: string;
  readonly description: string;
  readonly public: boolean;
  readonly default_events: readonly string[];
  readonly default_permissions: Readonly<Record<string, "read" | "write">>;
}

/** Webhooks that can carry a command. */
const COMMENT_EVENTS = [
  "issue_comment",
  "issues",
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
];

/** Follows pushes so that the tip of a base branch need not be asked for. */
const BOT_EVENTS = ["push"];

export function appManifest(plugins: readonly Plugin[]): AppManifest {
  const own = plugins.flatMap((plugin) => Object.keys(plugin.on)).map((event) => event.split(".", 1)[0] ?? event);
  return {
    name: "Bowsprit",
    description: "Commands in comments, such as /lgtm and /approve, and OWNERS files.",
    public: false,
    default_events: [...new Set([...COMMENT_EVENTS, ...BOT_EVENTS, ...own])].sort(),
    default_permissions: neededPermissions(plugins),
  };
}

/** The union of what plugins need, the stronger where they differ. OWNERS need contents and members. */
export function neededPermissions(plugins: readonly Plugin[]): Readonly<Record<string, "read" | "write">> {
  const needed = new Map<string, "read" | "write">([
    ["contents", "read"],
    ["members", "read"],
    ["metadata", "read"],
  ]);
  for (const [permission, access] of plugins.flatMap((plugin) => Object.entries(plugin.needs))) {
    if (access !== undefined && needed.get(permission) !== "write") needed.set(permission, access);
  }
  return Object.fromEntries([...needed].sort(([one], [other]) => (one < other ? -1 : 1)));
}
