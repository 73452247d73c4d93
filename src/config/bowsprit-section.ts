import { z } from "zod";
import { stringList } from "./section.ts";

/** `bowsprit` of plugins.yaml: what Prow has no key for. */
export const bowspritSchema = z.object({
  /** Commands of other bots in the same repositories. */
  ignored_commands: stringList,
  suggest_commands: z.boolean().default(true),
});

/** The commands as typed after the slash, lower-case. */
export function foreignCommands(section: z.output<typeof bowspritSchema>): ReadonlySet<string> {
  return new Set(section.ignored_commands.map((name) => name.replace(/^\//, "").toLowerCase()));
}
