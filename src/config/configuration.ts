import type { RepoName } from "./section.ts";

/** Where and how a repository keeps its OWNERS files. Prow: the `owners` section and `owners_dir_denylist`. */
export interface OwnersSettings {
  /** File name of OWNERS files; an empty name finds none (Prow does not complete half an entry with defaults). */
  readonly fileName: string;
  /** Path from the root of the aliases file. */
  readonly aliasesPath: string;
  /** Whether Markdown files may carry owners in their front matter. */
  readonly markdownFrontMatter: boolean;
  /** Whether owners count even when they are not collaborators. */
  readonly skipCollaborators: boolean;
  /** RE2 patterns of directories whose OWNERS files are ignored, built-in ones included. */
  readonly ignoredDirectories: readonly string[];
}

/** One checked, immutable version of the configuration. A delivery uses the version it started with. */
export interface Configuration {
  /** Counts up with every reload; 1 for the first. */
  readonly version: number;
  /** Names of the enabled plugins, in the file's order, organisation's first, without repeats. */
  pluginsFor(repo: RepoName): readonly string[];
  /** True when the plugin is enabled for at least one repository. */
  isEnabledAnywhere(plugin: string): boolean;
  /** The `plugins` part of plugins.yaml as listed: `org` or `org/repo` to names, in the file's order. */
  readonly scopes: ReadonlyMap<string, readonly string[]>;
  /** The checked section of plugins.yaml under `key`, or undefined when the file has none. */
  section(key: string): unknown;
  ownersFor(repo: RepoName): OwnersSettings;
  /** `github.link_url` of config.yaml, without a trailing slash; default `https://github.com`. */
  readonly linkUrl: string;
  /** Commands of other bots, lower-case, that never get a did-you-mean. */
  readonly foreignCommands: ReadonlySet<string>;
  /** Whether an unknown command that is almost a known one gets a did-you-mean; absent means yes. */
  readonly suggestCommands?: boolean;
}

/** Where the configuration in force comes from. */
export interface ConfigurationSource {
  current(): Configuration;
}
