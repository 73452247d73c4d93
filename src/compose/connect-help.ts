import { commandIndex, type IndexedCommand } from "../bot/help/command-index.ts";
import { pluginHelp } from "../bot/help/plugin-help.ts";
import type { Registry } from "../bot/registry.ts";
import type { Configuration, ConfigurationSource } from "../config/configuration.ts";
import type { RepoName } from "../config/section.ts";
import type { Plugin } from "../plugin-kit/define-plugin.ts";
import type { CommandEntry, CommandIndex } from "../server/pages/command-index.ts";

export interface HelpParts {
  readonly plugins: readonly Plugin[];
  readonly registry: Registry;
  readonly configuration: ConfigurationSource;
}

/** What the help pages need, always from the configuration in force. */
export function connectHelp(parts: HelpParts): { readonly commands: CommandIndex; readonly pluginHelp: () => unknown } {
  const { plugins, registry, configuration } = parts;
  return {
    commands: {
      get scopes() {
        return [...configuration.current().scopes.keys()];
      },
      commands: (repository) => commandIndex(pluginsFor(parts, repository), "repository").map(toEntry),
    },
    pluginHelp: () => {
      const current = configuration.current();
      return pluginHelp({ plugins, configuration: current, scopes: current.scopes, repos: reposOf(current) });
    },
  };

  function pluginsFor({ plugins: all }: HelpParts, repository: string | undefined): readonly Plugin[] {
    const current = configuration.current();
    if (repository === undefined) return all.filter((plugin) => current.isEnabledAnywhere(plugin.name));
    const [owner = "", name = ""] = repository.split("/", 2);
    return registry.enabledFor(current, { owner, name }).plugins;
  }
}

function reposOf(current: Configuration): readonly RepoName[] {
  return [...current.scopes.keys()].flatMap((scope) => {
    const [owner = "", name] = scope.split("/", 2);
    return name === undefined ? [] : [{ owner, name }];
  });
}

function toEntry({ where, ...command }: IndexedCommand): CommandEntry {
  return { ...command, on: where };
}
