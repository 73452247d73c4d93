import { ConfigError, type ConfigProblem } from "./config-error.ts";
import { type ConfigFile, readConfigFile } from "./config-file.ts";
import type { Configuration } from "./configuration.ts";
import { type ConfigSection, global } from "./section.ts";
import { bowspritSchema, foreignCommands } from "./sections/bowsprit-section.ts";
import { mergeSupplemental } from "./sections/merge-supplemental.ts";
import { ownersSchema, ownersSettings } from "./sections/owners-section.ts";
import { readSections } from "./sections/plugin-sections.ts";
import { type Enablement, type Report, readEnablement } from "./sections/plugins-section.ts";
import { tidyProblems } from "./tidy-problems.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";
import type { YamlLimits } from "./yaml/yaml-guard.ts";
import { findEntry, isNull, placeOf, type YamlMap, type YamlNode } from "./yaml/yaml-tree.ts";

/** A file's name, as problems give it, and what it holds. */
export interface ConfigurationText {
  readonly file: string;
  readonly text: string;
}

export interface ConfigurationTexts {
  readonly plugins: ConfigurationText;
  readonly config?: ConfigurationText | undefined;
  readonly supplemental?: readonly ConfigurationText[] | undefined;
}

/** What the configuration must know of a plugin. */
export interface KnownPlugin {
  readonly name: string;
  readonly config?: ConfigSection<unknown>;
}

export interface CheckedConfiguration {
  readonly configuration: Configuration;
  /** Warnings and notes. */
  readonly problems: readonly ConfigProblem[];
}

/** What the files may ask of the parser; they are an administrator's, so more than an OWNERS file. */
export const configurationLimits: YamlLimits = { bytes: 1024 * 1024, depth: 100, nodes: 50_000, aliases: 1_000 };

/**
 * Makes one immutable configuration of the files' texts.
 * @throws ConfigError with every problem found, warnings too, when one of them is an error.
 */
export function buildConfiguration(
  texts: ConfigurationTexts,
  known: readonly KnownPlugin[],
  version: number,
): CheckedConfiguration {
  const problems: ConfigProblem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const main = parse(texts.plugins, report);
  const others = (texts.supplemental ?? []).map((text) => asMap(parse(text, report), report));
  const config = readConfigFile(texts.config === undefined ? undefined : parse(texts.config, report), report);
  const root = mergeSupplemental(asMap(main, report) ?? emptyMap, others.filter(isPresent), report);
  const plugins = readEnablement(findEntry(root, "plugins")?.value, new Set(known.map(({ name }) => name)), report);
  const sections = known.flatMap((plugin) => plugin.config ?? []);
  const values = readSections(root, [ownersSection, bowspritSection, ...sections], report);
  if (problems.some((problem) => problem.severity === "error")) throw new ConfigError(tidyProblems(problems));
  if (plugins.everywhere.size === 0) {
    const message = "no plugin is enabled anywhere; list some below `plugins:`";
    report({ file: texts.plugins.file, severity: "warning", message });
  }
  const found = tidyProblems(problems);
  return { configuration: assemble({ version, plugins, values, config }), problems: found };
}

const ownersSection = global("owners", ownersSchema);
const bowspritSection = global("bowsprit", bowspritSchema);

function parse({ file, text }: ConfigurationText, report: Report): YamlNode | undefined {
  try {
    const { root, problems } = parseYaml(text, file, configurationLimits);
    for (const problem of problems) report(problem);
    return root;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) report(problem);
    return undefined;
  }
}

const emptyMap = parseYaml("{}", "").root as YamlMap;

function asMap(root: YamlNode | undefined, report: Report): YamlMap | undefined {
  if (root === undefined || isNull(root)) return undefined;
  if (root.kind === "map") return root;
  report({ ...placeOf(root), severity: "error", message: "must be a map that begins with keys such as `plugins:`" });
  return undefined;
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}

interface Parts {
  readonly version: number;
  readonly plugins: Enablement;
  readonly values: ReadonlyMap<string, unknown>;
  readonly config: ConfigFile;
}

function assemble({ version, plugins, values, config }: Parts): Configuration {
  const owners = ownersSchema.parse(values.get("owners") ?? {});
  const bowsprit = bowspritSchema.parse(values.get("bowsprit") ?? {});
  return Object.freeze({
    version,
    pluginsFor: plugins.pluginsFor,
    isEnabledAnywhere: (plugin: string) => plugins.everywhere.has(plugin),
    scopes: plugins.scopes,
    section: (key: string) => values.get(key),
    ownersFor: (repo: Parameters<Configuration["ownersFor"]>[0]) => ownersSettings(owners, config.denylist, repo),
    linkUrl: config.linkUrl,
    foreignCommands: foreignCommands(bowsprit),
    suggestCommands: bowsprit.suggest_commands,
  });
}
