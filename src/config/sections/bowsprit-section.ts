import { z } from "zod";
import { flag, texts } from "../fields.ts";

/** `bowsprit` of plugins.yaml: what Prow has no key for. */
export const bowspritSchema = z.object({
  ignored_commands: texts(
    "Commands of other bots in the same repositories, with or without the slash: no word close to one of ours is then taken for a slip.",
  ),
  suggest_commands: flag("Whether an unknown command that is almost a known one is answered with that one.", true),
});

/** The commands as typed after the slash, lower-case. */
export function foreignCommands(section: z.output<typeof bowspritSchema>): ReadonlySet<string> {
  return new Set(section.ignored_commands.map((name) => name.replace(/^\//, "").toLowerCase()));
}
