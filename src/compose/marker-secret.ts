import { createHmac } from "node:crypto";

/** The key of the hidden marks in the bot's comments: the same after a restart, and no way back to the webhook's secret. */
export function markerSecret(webhookSecrets: readonly string[]): string {
  return createHmac("sha256", webhookSecrets[0] ?? "")
    .update("comment markers")
    .digest("hex");
}
