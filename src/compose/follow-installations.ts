import { type AccountEvent, accountEvent } from "../bot/events/account-event.ts";
import { parseObject } from "../bot/events/decode-event.ts";
import { explainFailure } from "../bot/steps/step-failure.ts";
import type { Clock } from "../clock.ts";
import type { GitHubConnections } from "../github/github-app.ts";
import { type DeliveryHandler, StepFailures } from "../inbox/inbox.ts";
import type { OpenInbox } from "../inbox/open-inbox.ts";
import type { Logger } from "../log.ts";

export interface InstallationOptions {
  readonly github: Pick<GitHubConnections, "forget" | "installationPermissions">;
  readonly inbox: Pick<OpenInbox, "parking">;
  /** A token has no installations, and groups that look like one are owners with odd names. */
  readonly isApp: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  /** The installation is there and works, after something happened to it. */
  readonly onChange?: (about: AccountEvent) => void;
}

/** Keeps the inbox in step with what became of installations. */
export interface Installations {
  /** The handler that hears events about installations itself and leaves all others to `handle`. */
  hearing(handle: DeliveryHandler): DeliveryHandler;
  /** Asks GitHub about everything that is parked, for the events that got lost. */
  probe(): Promise<void>;
}

const SUSPENDED = "The installation is suspended.";
const GONE = "The App was uninstalled.";
const TOO_LONG = "The installation was suspended for more than a week.";
const WEEK_MS = 7 * 24 * 60 * 60_000;

/**
 * A suspended installation's deliveries are parked until it is back, those of one that is gone are dead. What the event
 * says only gives the occasion: GitHub is asked how things are, because events come late and in any order.
 */
export function followInstallations(options: InstallationOptions): Installations {
  const { github, inbox, isApp, clock, log } = options;

  async function follow(installation: number): Promise<boolean> {
    github.forget(installation);
    const group = String(installation);
    const grant = await github.installationPermissions(installation);
    if (grant === undefined) await inbox.parking.bury(group, GONE);
    else if (grant.suspended) await inbox.parking.park(group, SUSPENDED);
    else await inbox.parking.resume(group);
    return grant !== undefined && !grant.suspended;
  }

  async function hear(about: AccountEvent): Promise<void> {
    const { installation, account, action } = about;
    const works = await follow(installation);
    log.info({ installation, account, action, works }, "an installation changed");
    if (works) options.onChange?.(about);
  }

  async function probeOne(group: string, since: number): Promise<void> {
    // Of an owner nothing can be asked: the next delivery is the probe.
    if (!isApp || !/^\d{1,15}$/.test(group)) await inbox.parking.resume(group);
    else if (!(await follow(Number(group))) && clock.now() - since > WEEK_MS) await inbox.parking.bury(group, TOO_LONG);
  }

  return {
    hearing: (handle) => async (delivery, run) => {
      const about = isApp ? accountEvent(delivery.event, parseAbout(delivery.event, delivery.body)) : undefined;
      if (about === undefined) return handle(delivery, run);
      await hear(about).catch((error: unknown) => {
        throw new StepFailures([explainFailure("installation", error, clock.now() - delivery.receivedAt)]);
      });
    },
    async probe() {
      for (const { group, since } of inbox.parking.groups()) {
        await probeOne(group, since).catch((err: unknown) => log.warn({ err, group }, "a parked group stays parked"));
      }
    },
  };
}

/** Bodies of other events are not read twice. */
function parseAbout(event: string, body: Uint8Array): Readonly<Record<string, unknown>> {
  return event.startsWith("installation") ? (parseObject(body) ?? {}) : {};
}
