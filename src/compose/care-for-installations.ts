import type { Classification } from "../bot/events/classify-delivery.ts";
import type { Registry } from "../bot/registry.ts";
import type { Clock } from "../clock.ts";
import type { ConfigurationSource } from "../config/configuration.ts";
import type { RepoName } from "../config/section.ts";
import type { ServeSettings } from "../environment.ts";
import type { GitHubConnections } from "../github/github-app.ts";
import type { DeliveryHandler } from "../inbox/inbox.ts";
import type { OpenInbox } from "../inbox/open-inbox.ts";
import { startRounds } from "../inbox/rounds.ts";
import type { Timers } from "../inbox/timers.ts";
import type { Logger } from "../log.ts";
import type { ReadinessCheck } from "../server/health.ts";
import { checkPermissions, isStranger, type PermissionCheck, STRANGER } from "./check-permissions.ts";
import { followInstallations, type Installations } from "./follow-installations.ts";
import { Reconciler } from "./reconcile/reconciler.ts";

export interface CareOptions {
  readonly settings: Pick<ServeSettings, "credentials" | "allowedAccounts">;
  readonly registry: Registry;
  readonly watch: ConfigurationSource;
  readonly inbox: OpenInbox;
  readonly github: GitHubConnections;
  readonly classify: (event: string, body: Uint8Array) => Classification;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface CareTimes {
  readonly timers: Timers;
  readonly random: () => number;
  /** Resolves when missed deliveries were looked for once: what they tell need not be made up. */
  readonly caughtUp: () => Promise<void>;
}

/** What keeps the bot in step with installations and open pull requests, whatever GitHub does not tell. */
export interface Care {
  /** The handler that hears what happens to installations, and remembers which heads were dealt with. */
  hearing(handle: DeliveryHandler): DeliveryHandler;
  start(times: CareTimes): void;
  stop(): void;
  readiness(): readonly ReadinessCheck[];
}

const PROBE_MS = 15 * 60_000;
const PERMISSIONS_MS = 6 * 60 * 60_000;
const AGAIN_MS = 5 * 60_000;

/** Hears from the first delivery on; asks nothing of GitHub by itself before `start`. */
export function careForInstallations(given: CareOptions): Care {
  const options = { ...given, github: servedOnly(given) };
  const { registry, watch } = options;
  const isApp = options.settings.credentials.kind === "app";
  const enabledFor = (repo: RepoName) => registry.enabledFor(watch.current(), repo);
  const permissions = checkPermissions({ ...options, plugins: registry.plugins, configuration: watch });
  const reconciler = new Reconciler({ ...options, configuration: watch, enabledFor, isApp });
  const onChange = () => {
    if (stops.length === 0) return;
    void check(permissions, options.log);
    void reconciler.round();
  };
  const installations = followInstallations({ ...options, isApp, onChange });
  let stops: readonly (() => void)[] = [];
  return {
    hearing: (handle) => installations.hearing(reconciler.hearing(handle)),
    start(times) {
      stops = startRoundsOf({ ...options, reconciler, installations, permissions, isApp }, times);
    },
    stop() {
      reconciler.stop();
      for (const stop of stops) stop();
      stops = [];
    },
    readiness: () => [
      { name: "pull requests", ok: true, detail: reconciler.status() },
      ...(isApp ? [{ name: "permissions", ok: true, detail: permissions.status() }] : []),
    ],
  };
}

/** Of installations on accounts that are not served, nothing is asked and nothing is said. */
function servedOnly({ github, settings: { allowedAccounts } }: CareOptions): GitHubConnections {
  if (allowedAccounts === undefined) return github;
  const installations = async () =>
    (await github.survey.installations()).filter(({ account }) => allowedAccounts.has(account.toLowerCase()));
  return { ...github, survey: { ...github.survey, installations } };
}

interface Rounds extends CareOptions {
  readonly reconciler: Reconciler;
  readonly installations: Installations;
  readonly permissions: PermissionCheck;
  readonly isApp: boolean;
}

function startRoundsOf(rounds: Rounds, { caughtUp, ...time }: CareTimes): readonly (() => void)[] {
  const { reconciler, installations, permissions, isApp, log } = rounds;
  const reconcile = async () => {
    await caughtUp();
    return reconciler.round();
  };
  const probe = async () => {
    await installations.probe();
    return PROBE_MS;
  };
  const all = [reconcile, probe, ...(isApp ? [() => check(permissions, log)] : [])];
  return all.map((round) => startRounds({ ...time, round }));
}

/** Answers the milliseconds until the next check. */
async function check(permissions: PermissionCheck, log: Logger): Promise<number> {
  try {
    await permissions.run();
    return PERMISSIONS_MS;
  } catch (err) {
    if (isStranger(err)) log.error({ reason: err.message }, STRANGER);
    else log.warn({ err }, "permissions could not be checked");
    return AGAIN_MS;
  }
}
