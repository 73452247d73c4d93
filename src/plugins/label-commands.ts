import type { CommandSpec } from "../plugin-kit/define-plugin.ts";
import { changeLabels } from "./change-labels.ts";
import type { LabelConfig } from "./label-config.ts";
import { labelNames } from "./wanted-labels.ts";

type LabelCommand = CommandSpec<readonly string[], LabelConfig>;

/** `/<family>` and `/remove-<family>` for every family, as one command: one text is judged as a whole. */
export function labelCommand(
  families: readonly [string, ...string[]],
  told: Pick<LabelCommand, "usage" | "description" | "examples" | "who">,
): LabelCommand {
  const names = families.flatMap((family) => [family, `remove-${family}`]);
  return {
    ...told,
    names: names as [string, ...string[]],
    args: labelNames,
    run: changeLabels,
  };
}
