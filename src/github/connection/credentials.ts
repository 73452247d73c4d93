import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import type { Clock } from "../../clock.ts";
import { GitHubError } from "../github-error.ts";
import type { InstallationLimits } from "../limits/limits.ts";
import type { Observe } from "./count-requests.ts";
import { deadline } from "./deadline.ts";
import { asGitHubError } from "./octokit-transport.ts";
import { TokenCache } from "./token-cache.ts";

/** Who the bot is to GitHub: an App with a key, or a user with a token. */
export type CredentialSettings =
  | { readonly kind: "app"; readonly appId: number; readonly privateKey: string }
  | { readonly kind: "token"; readonly token: string };

/** What every Octokit of this process is built from. */
export interface OctokitSettings {
  readonly baseUrl: string;
  readonly userAgent: string;
  readonly request: { readonly fetch: typeof fetch };
  readonly log: OctokitLog;
}

interface OctokitLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Gives out `authorization` values for installations, and the Octokit that speaks as the App itself. */
export interface Credentials {
  readonly kind: "app" | "token";
  /** Signs by itself with the App's key (or carries the token). */
  readonly self: Octokit;
  /** The value of the `authorization` header; `renew` makes a new token even if the old one looks good. */
  authorization(installation: number, renew: boolean): Promise<string>;
  forget(installation: number): void;
}

export interface CredentialContext {
  readonly clock: Clock;
  /** Not moved when the system's clock is set. */
  readonly steady: Clock;
  readonly timeoutMs: number;
  /** Told of every token that is fetched. */
  readonly observe: Observe;
  /** What the App itself may ask for, which tokens are a part of. */
  readonly limits: InstallationLimits;
}

export function createCredentials(
  settings: CredentialSettings,
  octokit: OctokitSettings,
  context: CredentialContext,
): Credentials {
  if (settings.kind === "app") return appCredentials(settings, octokit, context);
  return {
    kind: "token",
    self: new Octokit({ ...octokit, auth: settings.token }),
    authorization: () => Promise.resolve(`token ${settings.token}`),
    forget: () => {},
  };
}

const mintRoute = "POST /app/installations/{installation_id}/access_tokens";

function appCredentials(
  { appId, privateKey }: { readonly appId: number; readonly privateKey: string },
  octokit: OctokitSettings,
  context: CredentialContext,
): Credentials {
  const { clock } = context;
  const cache = new TokenCache(context.steady);
  const self = new Octokit({
    ...octokit,
    authStrategy: createAppAuth,
    auth: { appId, privateKey, cache },
  });
  wrapMints(self, context);
  return {
    kind: "app",
    self,
    async authorization(installation, renew) {
      try {
        const auth = await self.auth({ type: "installation", installationId: installation, refresh: renew });
        return `token ${tokenOf(auth)}`;
      } catch (error) {
        throw mintFailure(error, clock.now());
      }
    },
    forget: (installation) => cache.forget(installation),
  };
}

/**
 * Tokens are fetched inside auth-app, out of sight of the layers around other requests: here they are held to the App's
 * own limits, its silence above all, to a time limit, and counted.
 */
function wrapMints(self: Octokit, { limits, timeoutMs, ...context }: CredentialContext): void {
  self.hook.wrap("request", async (request, options) => {
    if (!options.url.endsWith("/access_tokens")) return request(options);
    await limits.admit({ route: mintRoute, plugin: "auth" });
    const limit = deadline(timeoutMs, undefined);
    const within = { ...options, request: { ...options.request, signal: limit.signal } };
    try {
      const answer = await counted(async () => request(within), context);
      limits.answered();
      return answer;
    } catch (error) {
      throw await limits.refused(error);
    } finally {
      limit.clear();
      limits.release();
    }
  });
}

async function counted<T extends { readonly status: number }>(
  mint: () => Promise<T>,
  { observe, clock }: Pick<CredentialContext, "observe" | "clock">,
): Promise<T> {
  const start = clock.now();
  const tell = (status: number, outcome: "miss" | "error") =>
    observe({ route: mintRoute, plugin: "auth", status, outcome, ms: clock.now() - start, installation: undefined });
  try {
    const answer = await mint();
    tell(answer.status, "miss");
    return answer;
  } catch (error) {
    const failure = asGitHubError(mintRoute, error, clock.now());
    tell(failure.status, "error");
    throw failure;
  }
}

function tokenOf(auth: unknown): string {
  if (typeof auth === "object" && auth !== null && "token" in auth && typeof auth.token === "string") return auth.token;
  throw new GitHubError(`${mintRoute} answered without a token`, { route: mintRoute, status: 200, refusal: "server" });
}

/** An installation that is gone answers 404, a suspended one 403: both last until GitHub sends an event about it. */
function mintFailure(error: unknown, now: number): GitHubError {
  const failure = error instanceof GitHubError ? error : asGitHubError(mintRoute, error, now);
  const lasting = failure.refusal === "not-found" || failure.refusal === "forbidden";
  if (!lasting) return failure;
  return new GitHubError(failure.message, { route: mintRoute, status: failure.status, refusal: "suspended" });
}
