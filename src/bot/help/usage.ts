import type { Command } from "../../plugin-kit/define-plugin.ts";

/** How a command is written, as help shows it: the plugin's own words, or its names and its grammar's. */
export function usageOf(command: Pick<Command<unknown>, "names" | "args" | "usage">): string {
  if (command.usage !== undefined) return command.usage;
  const names = foldRemovals(command.names).map((name) => `/${name}`);
  return `${names.join("|")} ${command.args.usage}`.trim();
}

/** `area, remove-area` becomes `[remove-]area`. */
function foldRemovals(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  return names.flatMap((name) => {
    if (all.has(`remove-${name}`)) return [`[remove-]${name}`];
    const isFolded = name.startsWith("remove-") && all.has(name.slice("remove-".length));
    return isFolded ? [] : [name];
  });
}
