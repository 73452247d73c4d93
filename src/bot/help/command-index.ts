import type { Plugin } from "../../plugin-kit/define-plugin.ts";
import { indexEnabled } from "../registry.ts";
import { usageOf } from "./usage.ts";

/** One command as people look it up. */
export interface IndexedCommand {
  readonly plugin: string;
  /** Names without the slash; the first is the one the index is sorted by. */
  readonly names: readonly string[];
  readonly usage: string;
  readonly description: string;
  readonly examples: readonly string[];
  readonly who: string;
  readonly where: "issues" | "pull requests" | "issues and pull requests";
  readonly state: "open" | "closed" | "any";
  readonly featured: boolean;
}

/**
 * The commands of these plugins by name. Pass the plugins enabled for a repository, in the configuration's order, and a
 * name that two of them claim appears with its owner only; pass all plugins for the whole list. A shared command is
 * listed where nobody owns its name.
 */
export function commandIndex(
  plugins: readonly Plugin[],
  scope: "all" | "repository" = "repository",
): readonly IndexedCommand[] {
  const owners = indexEnabled(plugins).commands;
  const commands = plugins.flatMap((plugin) =>
    plugin.commands.flatMap((command) => {
      const names = command.names.filter((name) => {
        if (command.shared) return !owners.has(name);
        return scope === "all" || owners.get(name)?.plugin === plugin;
      });
      return names.length === 0 ? [] : [indexed(plugin, command, names)];
    }),
  );
  return commands.sort((first, second) => compare(first.names[0] ?? "", second.names[0] ?? ""));
}

function indexed(plugin: Plugin, command: Plugin["commands"][number], names: readonly string[]): IndexedCommand {
  return {
    plugin: plugin.name,
    names,
    usage: usageOf(command),
    description: command.description,
    examples: command.examples,
    who: command.who,
    where: WHERE[command.on ?? "both"],
    state: command.state ?? "any",
    featured: command.featured ?? false,
  };
}

const WHERE = { issue: "issues", pull: "pull requests", both: "issues and pull requests" } as const;

function compare(first: string, second: string): number {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
