import type { Configuration } from "../../config/configuration.ts";
import type { RepoName } from "../../config/section.ts";
import type { Plugin } from "../../plugin-kit/define-plugin.ts";
import { usageOf } from "./usage.ts";

/** One command in Prow's help document; the capitals are the document's. */
export interface ProwCommand {
  readonly Usage: string;
  readonly Featured: boolean;
  readonly Description: string;
  readonly Examples: readonly string[];
  readonly WhoCanUse: string;
}

export interface ProwPluginHelp {
  readonly Description: string;
  /** By organisation or repository. */
  readonly Config: Readonly<Record<string, string>>;
  readonly Events: readonly string[];
  readonly Commands: readonly ProwCommand[];
}

/** What `GET /plugin-help` answers. Prow: pkg/pluginhelp/pluginhelp.go, Help. */
export interface ProwHelp {
  readonly AllRepos: readonly string[];
  readonly RepoPlugins: Readonly<Record<string, readonly string[]>>;
  readonly RepoExternalPlugins: Readonly<Record<string, readonly string[]>>;
  readonly PluginHelp: Readonly<Record<string, ProwPluginHelp>>;
  readonly ExternalPluginHelp: Readonly<Record<string, ProwPluginHelp>>;
}

export interface HelpSource {
  readonly plugins: readonly Plugin[];
  readonly configuration: Pick<Configuration, "section">;
  /** The `plugins` part of plugins.yaml: organisation or `organisation/repository` to plugin names. */
  readonly scopes: ReadonlyMap<string, readonly string[]>;
  /** Every repository known by name. */
  readonly repos: readonly RepoName[];
  /** The `external_plugins` part: the same keys, names of external plugins. */
  readonly externalScopes?: ReadonlyMap<string, readonly string[]>;
}

/** Everything help knows, in the shape that Prow's deck and bots around it read. */
export function pluginHelp(source: HelpSource): ProwHelp {
  const external = source.externalScopes ?? new Map<string, readonly string[]>();
  return {
    AllRepos: source.repos.map((repo) => `${repo.owner}/${repo.name}`).sort(),
    RepoPlugins: withAll(
      source.scopes,
      source.plugins.map((plugin) => plugin.name),
    ),
    RepoExternalPlugins: withAll(external, [...new Set([...external.values()].flat())].sort()),
    PluginHelp: Object.fromEntries(source.plugins.map((plugin) => [plugin.name, helpOf(plugin, source)])),
    ExternalPluginHelp: {},
  };
}

/** The empty key lists all there are. */
function withAll(scopes: ReadonlyMap<string, readonly string[]>, all: readonly string[]) {
  return Object.fromEntries<readonly string[]>([["", all], ...scopes]);
}

function helpOf(plugin: Plugin, source: HelpSource): ProwPluginHelp {
  return {
    Description: plugin.summary,
    Config: Object.fromEntries(configTexts(plugin, source)),
    Events: eventNames(plugin),
    Commands: ownCommands(plugin).map((command) => ({
      Usage: usageOf(command),
      Featured: command.featured ?? false,
      Description: command.description,
      Examples: command.examples,
      WhoCanUse: command.who,
    })),
  };
}

/** A command that is only shared is in its owner's help. */
function ownCommands(plugin: Plugin): Plugin["commands"] {
  return plugin.commands.filter((command) => !command.shared);
}

function configTexts(plugin: Plugin, { scopes, configuration }: HelpSource): readonly (readonly [string, string])[] {
  const { config } = plugin;
  if (config === undefined || plugin.describeConfig === undefined) return [];
  const section = configuration.section(config.key);
  return [...scopes].flatMap(([scope, names]) => {
    if (!names.includes(plugin.name)) return [];
    const [owner = "", name = ""] = scope.split("/", 2);
    const text = plugin.describeConfig?.(config.resolve(section, { owner, name })) ?? "";
    return text === "" ? [] : [[scope, text] as const];
  });
}

/** Webhook names as Prow's document spells them; commands come from every event that carries a person's text. */
function eventNames(plugin: Plugin): readonly string[] {
  const webhooks = Object.keys(plugin.on).map((event) => event.split(".", 1)[0] ?? event);
  const names = new Set(webhooks.map((name) => (name === "issues" ? "issue" : name)));
  if (plugin.commands.length > 0) names.add("GenericCommentEvent (any event for user text)");
  return [...names].sort();
}
