import { randomBytes } from "node:crypto";
import { type Clock, steadyClock, systemClock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { AppIdentity, type Identity, type InstallationGrant } from "./app-identity.ts";
import { ByteLru } from "./cache/byte-lru.ts";
import { ContentStore } from "./cache/content-store.ts";
import { TimedCache } from "./cache/timed-cache.ts";
import { ConnectionPool, selfTenant } from "./connection/connection-pool.ts";
import type { RequestObservation } from "./connection/count-requests.ts";
import { type CredentialSettings, createCredentials, type OctokitSettings } from "./connection/credentials.ts";
import { GraphqlService } from "./connection/graphql-service.ts";
import type { PlannedWrite } from "./connection/plan-writes.ts";
import { type DeliveryGitHub, type DeliveryScope, deliveryGitHub } from "./delivery-github.ts";
import type { RepoRef } from "./github.ts";
import { type HookDeliveries, hookDeliveries } from "./hook-deliveries.ts";
import { defaultLimits, type LimitSettings } from "./limits/limit-settings.ts";
import { InstallationLimits } from "./limits/limits.ts";
import { alone, type Sharing, soleSince } from "./limits/sharing.ts";
import { type Sleep, systemSleep } from "./sleep.ts";
import { BranchHeads } from "./snapshot/branch-heads.ts";
import { OwnWrites } from "./snapshot/own-writes.ts";
import type { BlobStore, EffectLog, KeyValueStore } from "./stores.ts";
import { createSurvey, type Survey } from "./survey.ts";
import { Sendings } from "./verbs/sendings.ts";
import type { Services } from "./verbs/verb-context.ts";

export interface GitHubSettings {
  /** Without a slash at the end, such as `https://api.github.com` or `https://ghe.example.com/api/v3`. */
  readonly apiUrl: string;
  readonly credentials: CredentialSettings;
  readonly userAgent?: string;
  /** Of one request; 15,000 unless told. */
  readonly timeoutMs?: number;
  readonly limits?: Partial<LimitSettings>;
}

export interface GitHubOptions {
  readonly settings: GitHubSettings;
  readonly log: Logger;
  readonly effects: EffectLog;
  readonly blobs: BlobStore;
  readonly values: KeyValueStore;
  /**
   * Keys the hidden markers by which a comment is found again after a crash, so it must outlive restarts; something
   * derived from the App's key or the webhook secret will do. Without one, a comment whose end is unknown at a crash
   * may be posted twice.
   */
  readonly markerSecret?: string;
  /** Keys of markers that were made before the present one was: they are looked for as well. */
  readonly otherMarkerSecrets?: readonly string[];
  /** Since when a delivery may have had effects that `effects` does not know of; undefined when there is no doubt. */
  readonly doubtedSince?: (delivery: string) => Promise<number | undefined>;
  readonly clock?: Clock;
  /** For waits and limits; not moved when the system's clock is set. Unless told, `clock` where that is not the system's. */
  readonly steady?: Clock;
  readonly sleep?: Sleep;
  readonly fetch?: typeof fetch;
  /** Told of every request, for metrics, logs and tests. */
  readonly onRequest?: (observation: RequestObservation) => void;
  /** Absent: this process alone acts for its installations. */
  readonly sharing?: Sharing;
  /** Makes no write; `plannedWrites` lists what would have been written. */
  readonly dryRun?: boolean;
}

/** All connections of the process to GitHub. */
export interface GitHubConnections {
  /** Verbs bound to one delivery; made anew for every attempt. */
  forDelivery(scope: DeliveryScope): DeliveryGitHub;
  /** The App, or the user behind a token. */
  app(): Promise<Identity>;
  /** Undefined when the installation is gone, and for a token. */
  installationPermissions(installation: number): Promise<InstallationGrant | undefined>;
  readonly deliveries: HookDeliveries;
  /** What is asked outside of any delivery. */
  readonly survey: Survey;
  /** The installation was deleted or suspended: its token and everything read through it are dropped. */
  forget(installation: number): void;
  /** A push event arrived: `at` in milliseconds since the epoch, `sha` all zeros for a deleted branch. */
  observeBranch(repo: RepoRef, branch: string, push: { readonly sha: string; readonly at: number }): void;
  /** In a dry run, the writes so far, oldest first. */
  plannedWrites(): readonly PlannedWrite[];
}

const etagBytes = 8 * 1024 * 1024;
const minuteMs = 60_000;

export function createGitHub(options: GitHubOptions): GitHubConnections {
  const clock = options.clock ?? systemClock;
  const steady = options.steady ?? (clock === systemClock ? steadyClock : clock);
  const planned: PlannedWrite[] = [];
  const pool = createPool(options, { clock, steady, planned });
  const identity = new AppIdentity(pool.self, options.settings.credentials.kind);
  const services = createServices(options, { clock, steady }, identity);
  return {
    forDelivery: (scope) => deliveryGitHub({ services, pool, kind: options.settings.credentials.kind }, scope),
    app: () => identity.identity(),
    installationPermissions: (installation) => identity.grant(installation),
    deliveries: hookDeliveries(pool.self, clock),
    survey: createSurvey(pool, options.settings.credentials.kind),
    forget(installation) {
      pool.forget(installation);
      services.content.forget(String(installation));
      services.minute.deletePrefix(`${installation} `);
    },
    observeBranch: (repo, name, { sha, at }) => services.branchHeads.observe({ repo, name }, sha, at),
    plannedWrites: () => planned,
  };
}

interface Clocks {
  readonly clock: Clock;
  readonly steady: Clock;
}

function createPool(
  options: GitHubOptions,
  { clock, steady, planned }: Clocks & { readonly planned: PlannedWrite[] },
): ConnectionPool {
  const { settings, log, values } = options;
  const octokit = octokitSettings(options);
  const timeoutMs = settings.timeoutMs ?? 15_000;
  const observe = options.onRequest ?? (() => {});
  const limits = { ...defaultLimits, ...settings.limits };
  const context = {
    clock,
    steady,
    sleep: options.sleep ?? systemSleep,
    log,
    values,
    sharing: options.sharing ?? alone,
  };
  // A start with many installations needs a token for each of them.
  const burst = Math.max(limits.pointsBurst, limits.pointsPerMinute / 2);
  const ownLimits = new InstallationLimits(
    { ...limits, pointsBurst: burst },
    { ...context, clock: steady, tenant: selfTenant },
  );
  return new ConnectionPool({
    ...context,
    octokit,
    credentials: createCredentials(settings.credentials, octokit, {
      clock,
      steady,
      timeoutMs,
      observe,
      limits: ownLimits,
    }),
    timeoutMs,
    limits,
    ownLimits,
    etags: new ByteLru(etagBytes),
    observe,
    ...(options.dryRun ? { planned: (write: PlannedWrite) => planned.push(write) } : {}),
  });
}

/** Octokit's own remarks are about routes and clocks; they are of use only when something is looked into. */
function octokitSettings({ settings, log, fetch: given }: GitHubOptions): OctokitSettings {
  const remark = (message: string) => log.debug({ message }, "octokit");
  return {
    baseUrl: settings.apiUrl,
    userAgent: settings.userAgent ?? "bowsprit",
    request: { fetch: given ?? fetch },
    log: { debug: () => {}, info: () => {}, warn: remark, error: remark },
  };
}

function createServices(options: GitHubOptions, { clock, steady }: Clocks, identity: AppIdentity): Services {
  const sole = soleSince(options.sharing ?? alone, clock);
  return {
    clock,
    sleep: options.sleep ?? systemSleep,
    log: options.log,
    effects: options.effects,
    markerSecret: options.markerSecret ?? randomBytes(32).toString("hex"),
    otherMarkerSecrets: options.otherMarkerSecrets ?? [],
    doubtedSince: options.doubtedSince ?? (async () => undefined),
    sendings: new Sendings(steady),
    soleSince: sole,
    minute: new TimedCache(steady, minuteMs),
    content: new ContentStore(options.blobs),
    ownWrites: new OwnWrites(),
    branchHeads: new BranchHeads(clock, options.sharing === undefined ? undefined : sole),
    graphql: new GraphqlService(steady),
    login: () => identity.login(),
  };
}
