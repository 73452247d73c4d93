import { generateKeyPairSync } from "node:crypto";
import { OWNER } from "./comment-delivery.ts";

/**
 * A text that is stored and run like any other command, and needs nothing of GitHub: `/remove-lgtm` takes no word, so the
 * lgtm plugin reads it and lets it be. What is measured is the bot, not the GitHub beside it.
 */
export const STORED_TEXT = "/remove-lgtm no-issue";
export const UNWANTED_TEXT = "Have you seen the tests?\n\n> /lgtm\n\nI have.";

export const commentPlugins = {
  plugins: {
    [OWNER]: {
      plugins: ["lgtm", "approve", "assign", "label", "lifecycle", "hold", "wip", "size", "help", "owners-label"],
    },
  },
};

/** An App that only exists here. */
export function throwawayApp(): { readonly id: number; readonly privateKey: string } {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { id: 4242, privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}
