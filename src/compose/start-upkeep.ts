import type { Clock } from "../clock.ts";
import type { ServeSettings } from "../environment.ts";
import type { GitHubConnections } from "../github/github-app.ts";
import type { OpenInbox } from "../inbox/open-inbox.ts";
import { systemTimers, type Timers } from "../inbox/timers.ts";
import type { Logger } from "../log.ts";
import type { ReadinessCheck } from "../server/health.ts";
import type { Metrics } from "../server/metrics.ts";
import type { Care, CareTimes } from "./care-for-installations.ts";
import { type ConnectCatchUpOptions, connectCatchUp } from "./connect-catch-up.ts";
import type { Doubts } from "./doubts.ts";

/** Which work the bot does unasked, and by whose time and chance. */
export interface UpkeepOptions {
  /** Finds deliveries that never reached the bot. */
  readonly catchUp?: boolean;
  /** Looks after installations, their permissions, and pull requests that changed unheard. */
  readonly care?: boolean;
  readonly timers?: Timers;
  readonly random?: () => number;
}

/** Everything a server in earnest does unasked. */
export const fullUpkeep: UpkeepOptions = { catchUp: true, care: true };

export interface UpkeepRooms {
  readonly settings: Pick<ServeSettings, "credentials">;
  readonly inbox: OpenInbox;
  readonly github: GitHubConnections;
  readonly classify: ConnectCatchUpOptions["classify"];
  readonly metrics: Metrics;
  readonly doubts: Doubts;
  readonly care: Care;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Work that goes on beside the deliveries. */
export interface Upkeep {
  start(): void;
  stop(): Promise<void>;
  /** Always well: what it says is for people to know. */
  readiness(): readonly ReadinessCheck[];
}

interface Time {
  readonly timers: Timers;
  readonly random: () => number;
}

/** Prepares what was asked for; nothing happens before `start`. */
export function prepareUpkeep(options: UpkeepOptions, rooms: UpkeepRooms): Upkeep {
  const { timers = systemTimers, random = Math.random } = options;
  const parts: Upkeep[] = [];
  const catchUp = options.catchUp ? catchUpPart(rooms, { timers, random }) : undefined;
  if (catchUp !== undefined) parts.push(catchUp);
  if (options.care) parts.push(carePart(rooms.care, { timers, random, caughtUp: async () => catchUp?.looked() }));
  return {
    start: () => {
      for (const part of parts) part.start();
    },
    stop: async () => {
      await Promise.all(parts.map((part) => part.stop()));
    },
    readiness: () => parts.flatMap((part) => part.readiness()),
  };
}

/** The search for missed deliveries; `looked` resolves when it has looked once. */
interface CatchUpPart extends Upkeep {
  looked(): Promise<void>;
}

function catchUpPart(rooms: UpkeepRooms, time: Time): CatchUpPart {
  const { settings, log, metrics, github } = rooms;
  if (settings.credentials.kind === "token") {
    const detail = "off: GitHub lists missed deliveries for Apps only";
    return {
      start: () => log.info("missed deliveries are not looked for: GitHub lists them for Apps only, not for a token"),
      stop: async () => {},
      looked: async () => {},
      readiness: () => [{ name: "catch-up", ok: true, detail }],
    };
  }
  const catchUp = connectCatchUp({
    ...{ ...rooms, ...time },
    deliveries: github.deliveries,
    onOutcome: (outcome) => metrics.catchUp(outcome),
  });
  let first: Promise<void> | undefined;
  return {
    start: () => {
      first = catchUp.look();
    },
    looked: async () => first,
    stop: () => catchUp.stop(),
    readiness: () => [{ name: "catch-up", ok: true, detail: catchUp.status() }],
  };
}

function carePart(care: Care, times: CareTimes): Upkeep {
  return {
    start: () => care.start(times),
    stop: async () => care.stop(),
    readiness: () => care.readiness(),
  };
}
