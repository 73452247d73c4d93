import { appManifest, neededPermissions } from "../bot/help/app-manifest.ts";
import type { ConfigurationSource } from "../config/configuration.ts";
import type { GitHubConnections } from "../github/github-app.ts";
import { GitHubError } from "../github/github-error.ts";
import type { KnownInstallation } from "../github/survey.ts";
import type { Logger } from "../log.ts";
import type { Plugin } from "../plugin-kit/define-plugin.ts";

export interface PermissionOptions {
  readonly github: Pick<GitHubConnections, "app" | "survey">;
  readonly plugins: readonly Plugin[];
  readonly configuration: ConfigurationSource;
  readonly log: Logger;
}

/** Compares what the enabled plugins need with what the App is given. */
export interface PermissionCheck {
  /** Says what is missing, each thing once for as long as it is missing. Rejects when GitHub cannot be asked. */
  run(): Promise<void>;
  /** One sentence anybody may read: it names no account. */
  status(): string;
}

type Needed = Readonly<Record<string, "read" | "write">>;

/** What only organisations can give. */
const OF_ORGANIZATIONS: ReadonlySet<string> = new Set(["members"]);

/** Missing permissions are logged once for each installation, with the page where its owner grants them. */
export function checkPermissions({ github, plugins, configuration, log }: PermissionOptions): PermissionCheck {
  const told = new Map<string, string>();
  let status = "not looked at yet";

  /** Whether this is news. */
  function isNews(key: string, missing: readonly string[]): boolean {
    const text = missing.join(", ");
    const known = told.get(key);
    if (text === "") told.delete(key);
    else told.set(key, text);
    return text !== "" && text !== known;
  }

  function enabledFor(account: string): readonly Plugin[] {
    const { scopes } = configuration.current();
    const names = new Set(
      [...scopes].flatMap(([scope, listed]) => (ownerOf(scope) === account.toLowerCase() ? listed : [])),
    );
    return plugins.filter(({ name }) => names.has(name));
  }

  function checkInstallation(installation: KnownInstallation): boolean {
    const { id, account, permissions, page } = installation;
    const enabled = enabledFor(account);
    const missing = enabled.length === 0 ? [] : lacking(neededOf(installation, enabled), permissions);
    if (isNews(String(id), missing)) {
      log.error(
        { installation: id, account, missing, grant: page },
        "permissions are missing: grant them on the page named",
      );
    }
    return missing.length > 0;
  }

  async function checkEvents(): Promise<number> {
    const { events, slug } = await github.app();
    const enabled = plugins.filter(({ name }) => configuration.current().isEnabledAnywhere(name));
    const missing = appManifest(enabled).default_events.filter((event) => !events.includes(event));
    if (isNews("events", missing)) {
      log.error({ app: slug, missing }, "the App does not hear of these events: subscribe to them in its settings");
    }
    return missing.length;
  }

  return {
    async run() {
      const events = await checkEvents().catch((error: unknown) => {
        if (isStranger(error)) status = STRANGER;
        throw error;
      });
      const installations = (await github.survey.installations()).filter(({ suspended }) => !suspended);
      const lackingSome = installations.filter(checkInstallation).length;
      status = describe({ events, installations: installations.length, lackingSome });
    },
    status: () => status,
  };
}

/** What is wrong when GitHub does not know the App, and what to do. */
export const STRANGER =
  "GitHub does not know this App: set APP_ID and PRIVATE_KEY to what the App's settings page says, and the clock to the time";

/** Whether GitHub refuses the App itself: it may not know the number, the key or the time. */
export function isStranger(error: unknown): error is GitHubError {
  return error instanceof GitHubError && (error.refusal === "unauthorized" || error.refusal === "not-found");
}

function ownerOf(scope: string): string {
  return (scope.split("/", 1)[0] ?? scope).toLowerCase();
}

function neededOf({ isOrganization }: KnownInstallation, enabled: readonly Plugin[]): Needed {
  const needed = Object.entries(neededPermissions(enabled));
  return Object.fromEntries(needed.filter(([name]) => isOrganization || !OF_ORGANIZATIONS.has(name)));
}

const strength: Readonly<Record<string, number>> = { read: 1, write: 2, admin: 3 };

function lacking(needed: Needed, granted: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(needed).flatMap(([name, access]) => {
    const given = Object.hasOwn(granted, name) ? (strength[granted[name] ?? ""] ?? 0) : 0;
    return given >= (strength[access] ?? 0) ? [] : `${name}: ${access}`;
  });
}

interface Found {
  /** How many webhook events are missing. */
  readonly events: number;
  readonly installations: number;
  readonly lackingSome: number;
}

function describe({ events, installations, lackingSome }: Found): string {
  const parts: string[] = [];
  if (lackingSome > 0) parts.push(`${lackingSome} of ${installations} installations lack permissions`);
  if (events > 0) parts.push(`the App lacks ${events} webhook events`);
  if (parts.length > 0) return `${parts.join(" and ")}; the log names them`;
  return `${installations} ${installations === 1 ? "installation grants" : "installations grant"} all that is needed`;
}
