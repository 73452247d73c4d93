import type { EffectLog } from "../inbox.ts";
import type { Timers } from "../timers.ts";
import { currentRun } from "./current-run.ts";
import { HoldLost } from "./hold.ts";
import { insist } from "./insist.ts";
import type { Membership } from "./membership.ts";

export interface GuardOptions {
  readonly membership: Membership;
  readonly timers: Timers;
  readonly monotonic: () => number;
}

/** What was answered later than this may have been acted on by somebody else in between. */
const freshMs = 5_000;

/**
 * The effect log for a process that may have stood still, and a database that may be away: waits for the database as long
 * as the run lasts, and lets nobody act on an answer that came late. Rejects with HoldLost when the run has lost its
 * delivery, before the call to GitHub is made.
 */
export function guardedEffects(effects: EffectLog, options: GuardOptions): EffectLog {
  const { membership, timers, monotonic } = options;
  return {
    begin: (effect) =>
      insist(async () => {
        const asked = monotonic();
        mustHold(membership);
        const begun = await effects.begin(effect);
        mustHold(membership);
        const late = begun.state === "new" && monotonic() - asked > freshMs;
        return late ? { ...begun, state: "unknown" as const } : begun;
      }, timers),
    settle: (effect, outcome) => insist(() => effects.settle(effect, outcome), timers),
  };
}

/** Throws when the calling run has lost its right to write, or may have. */
export function mustHold(membership: Membership): void {
  const run = currentRun();
  if (run !== undefined && membership.lease()?.owner !== run.hold.owner) throw new HoldLost();
}
