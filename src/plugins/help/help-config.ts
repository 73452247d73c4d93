import { z } from "zod";
import { global } from "../../config/section.ts";

const GUIDELINES = "https://git.k8s.io/community/contributors/guide/help-wanted.md";

/** `help: { help_guidelines_url, help_guidelines_summary }`, for every repository. Prow: pkg/plugins/config.go, Help. */
export const helpConfig = global(
  "help",
  z.object({
    help_guidelines_url: z
      .string()
      .nullish()
      .transform((url) => url || GUIDELINES),
    help_guidelines_summary: z
      .string()
      .nullish()
      .transform((text) => text ?? ""),
  }),
);

export type HelpConfig = ReturnType<typeof helpConfig.resolve>;

export function describeHelp(config: HelpConfig): string {
  return `Points to the guidelines at ${config.help_guidelines_url}.`;
}
