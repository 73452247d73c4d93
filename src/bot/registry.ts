import type { Configuration } from "../config/configuration.ts";
import type { RepoName } from "../config/section.ts";
import type { Command, Plugin } from "../plugin-kit/define-plugin.ts";
import type { EventName } from "../plugin-kit/events.ts";
import { SUGGEST_STEP } from "./steps/suggest-command.ts";

/** A command and the plugin that answers to it. */
export interface OwnedCommand {
  readonly plugin: Plugin;
  readonly command: Command<unknown>;
}

/** Two enabled plugins that claim one command name: the first in the list has it. */
export interface CommandConflict {
  readonly command: string;
  readonly owner: string;
  readonly ignored: string;
}

/** The plugins enabled for a repository, by what wakes them. */
export interface EnabledPlugins {
  /** In the order of the configuration. */
  readonly plugins: readonly Plugin[];
  /** By lower-case name, without the slash. */
  readonly commands: ReadonlyMap<string, OwnedCommand>;
  /** The shared commands by the same names; these run beside the owner's, and also where nobody owns the name. */
  readonly sharers: ReadonlyMap<string, readonly OwnedCommand[]>;
  readonly events: ReadonlySet<EventName>;
  readonly conflicts: readonly CommandConflict[];
}

export interface Registry {
  readonly plugins: readonly Plugin[];
  /** Names of the commands of all plugins, enabled or not. */
  readonly commandNames: ReadonlySet<string>;
  enabledFor(configuration: Configuration, repo: RepoName): EnabledPlugins;
}

export interface RegistryOptions {
  /** Told once for every list of plugins that has some. */
  readonly onConflicts?: (conflicts: readonly CommandConflict[], repo: RepoName) => void;
}

/** Lists of names differ by organisation, not by repository, so this many is many. */
const MOST_LISTS = 1_000;

/**
 * Every plugin there is, found by event and by command. Throws when two plugins have one name or one plugin claims a
 * command twice: nobody can configure that away.
 */
export function createRegistry(plugins: readonly Plugin[], options: RegistryOptions = {}): Registry {
  const byName = indexByName(plugins);
  const lists = new Map<string, EnabledPlugins>();
  return {
    plugins,
    commandNames: new Set(plugins.flatMap((plugin) => plugin.commands.flatMap((command) => command.names))),
    enabledFor(configuration, repo) {
      const names = configuration.pluginsFor(repo);
      const key = names.join("\n");
      const known = lists.get(key);
      if (known !== undefined) return known;
      const enabled = indexEnabled(names.flatMap((name) => byName.get(name) ?? []));
      if (enabled.conflicts.length > 0) options.onConflicts?.(enabled.conflicts, repo);
      if (lists.size >= MOST_LISTS) lists.clear();
      lists.set(key, enabled);
      return enabled;
    },
  };
}

/** What wakes these plugins, in this order. */
export function indexEnabled(plugins: readonly Plugin[]): EnabledPlugins {
  const commands = new Map<string, OwnedCommand>();
  const sharers = new Map<string, OwnedCommand[]>();
  const conflicts: CommandConflict[] = [];
  for (const { name, plugin, command } of namedCommands(plugins)) {
    const owner = commands.get(name)?.plugin;
    if (command.shared) sharers.set(name, [...(sharers.get(name) ?? []), { plugin, command }]);
    else if (owner === undefined) commands.set(name, { plugin, command });
    else conflicts.push({ command: name, owner: owner.name, ignored: plugin.name });
  }
  const events = new Set(plugins.flatMap((plugin) => Object.keys(plugin.on) as EventName[]));
  return { plugins, commands, sharers, events, conflicts };
}

/** Whoever answers to a name: its owner first, then those who share it. */
export function answering(
  enabled: Pick<EnabledPlugins, "commands" | "sharers">,
  name: string,
): readonly OwnedCommand[] {
  const owner = enabled.commands.get(name);
  const sharers = enabled.sharers.get(name) ?? [];
  return owner === undefined ? sharers : [owner, ...sharers];
}

function namedCommands(plugins: readonly Plugin[]) {
  return plugins.flatMap((plugin) =>
    plugin.commands.flatMap((command) => command.names.map((name) => ({ name, plugin, command }))),
  );
}

function indexByName(plugins: readonly Plugin[]): ReadonlyMap<string, Plugin> {
  const byName = new Map<string, Plugin>();
  for (const plugin of plugins) {
    if (byName.has(plugin.name)) throw new Error(`two plugins are named ${plugin.name}`);
    if (plugin.name === SUGGEST_STEP) throw new Error(`no plugin can be named ${SUGGEST_STEP}: the bot itself is`);
    checkCommandNames(plugin);
    byName.set(plugin.name, plugin);
  }
  return byName;
}

function checkCommandNames(plugin: Plugin): void {
  const seen = new Set<string>();
  for (const name of plugin.commands.flatMap((command) => command.names)) {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`${plugin.name}: "${name}" cannot be a command's name`);
    if (seen.has(name)) throw new Error(`${plugin.name}: two commands are named ${name}`);
    seen.add(name);
  }
}
