import type { Send } from "./ask.ts";
import type { InstallationLimits } from "./limits.ts";

/** Holds requests back until the installation's limits let them go, and reports to the limits what GitHub answered. */
export function limitRequests(next: Send, limits: InstallationLimits): Send {
  return async (ask) => {
    await limits.admit(ask);
    try {
      await ask.beforeSend?.();
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
