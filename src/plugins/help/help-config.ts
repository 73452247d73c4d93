import { z } from "zod";
import { text } from "../../config/fields.ts";
import { global } from "../../config/section.ts";

const GUIDELINES = "https://git.k8s.io/community/contributors/guide/help-wanted.md";

/** `help: { help_guidelines_url, help_guidelines_summary }`, for every repository. Prow: pkg/plugins/config.go, Help. */
export const helpConfig = global(
  "help",
  z.object({
    help_guidelines_url: text(
      "Where the reply to `/help` and `/good-first-issue` links for what makes such an issue.",
      GUIDELINES,
    ),
    help_guidelines_summary: text("Markdown to say in that reply as well."),
  }),
);

export type HelpConfig = ReturnType<typeof helpConfig.resolve>;

export function describeHelp(config: HelpConfig): string {
  return `Points to the guidelines at ${config.help_guidelines_url}.`;
}
