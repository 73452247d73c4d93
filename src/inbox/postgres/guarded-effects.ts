import type { EffectLog } from "../inbox.ts";
import { HoldLost } from "./hold.ts";
import { currentHold } from "./lane-runner.ts";
import type { Membership } from "./membership.ts";

/** An intent older than this when its answer comes back may be somebody else's by now. */
const freshMs = 5_000;

/**
 * The effect log for a process that may have stood still: an intent counts only when it was answered at once, under a
 * lease that still holds. Rejects with HoldLost otherwise, before the call to GitHub is made.
 */
export function guardedEffects(effects: EffectLog, membership: Membership, monotonic: () => number): EffectLog {
  return {
    async begin(effect) {
      const asked = monotonic();
      mustHold(membership);
      const begun = await effects.begin(effect);
      mustHold(membership);
      if (begun.state === "new" && monotonic() - asked > freshMs) throw new HoldLost();
      return begun;
    },
    settle: (effect, outcome) => effects.settle(effect, outcome),
  };
}

/** Throws when the calling run has lost its right to write, or may have. */
export function mustHold(membership: Membership): void {
  const hold = currentHold();
  if (hold !== undefined && membership.lease()?.owner !== hold.owner) throw new HoldLost();
}
