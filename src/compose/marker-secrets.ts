import { createHmac } from "node:crypto";

/** The keys of the hidden marks in the bot's comments: the same after a restart, and no way back to the webhook's secrets. */
export interface MarkerSecrets {
  /** Of new marks. */
  readonly markerSecret: string;
  /** Of marks that were made while another secret stood first. */
  readonly otherMarkerSecrets: readonly string[];
}

export function markerSecrets(webhookSecrets: readonly string[]): MarkerSecrets {
  const [markerSecret = keyOf(""), ...otherMarkerSecrets] = webhookSecrets.map(keyOf);
  return { markerSecret, otherMarkerSecrets };
}

function keyOf(webhookSecret: string): string {
  return createHmac("sha256", webhookSecret).update("comment markers").digest("hex");
}
