import { costOf, type Send } from "../ask.ts";
import type { InstallationLimits } from "./limits.ts";
import type { Sharing } from "./sharing.ts";

/**
 * Holds requests back until the installation's limits let them go, and reports to the limits what GitHub answered. A write
 * is not made any more when its run has lost its delivery.
 */
export function limitRequests(next: Send, limits: InstallationLimits, { mustHold }: Sharing): Send {
  return async (ask) => {
    await limits.admit(ask);
    try {
      await ask.beforeSend?.();
      if (costOf(ask.route) !== "read") mustHold();
      const answer = await next(ask);
      limits.answered();
      return answer;
    } catch (error) {
      throw await limits.refused(error);
    } finally {
      limits.release();
    }
  };
}
