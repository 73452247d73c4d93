import { ConfigError, type ConfigProblem } from "../../config/config-error.ts";
import type { Configuration } from "../../config/configuration.ts";
import {
  buildConfiguration,
  type ConfigurationFiles,
  type KnownPlugin,
  readConfigurationTexts,
} from "../../config/load-configuration.ts";
import { compilePattern } from "../../config/pattern.ts";
import type { RepoName } from "../../config/section.ts";
import type { CheckResult } from "./check-result.ts";
import { checkTree, type TreeSettings } from "./check-tree.ts";

/** What to check; what is undefined is left out. */
export interface CheckRequest {
  readonly files?: ConfigurationFiles | undefined;
  /** The root of a repository's work tree. */
  readonly tree?: string | undefined;
  /** The repository that `tree` holds, for settings that belong to one. */
  readonly repo?: RepoName | undefined;
}

/** Checks configuration files and the OWNERS files of a tree; reads the disk and nothing else. */
export function check(request: CheckRequest, known: readonly KnownPlugin[]): CheckResult {
  const { files, tree, repo = { owner: "", name: "" } } = request;
  const { problems, configuration, looked } = checkConfiguration(files, known);
  const owners = tree === undefined ? { problems: [], files: 0 } : checkTree(tree, settingsFor(configuration, repo));
  return { problems: [...problems, ...owners.problems], files: looked + owners.files };
}

interface ConfigurationCheck {
  readonly problems: readonly ConfigProblem[];
  readonly configuration: Configuration;
  /** Files read. */
  readonly looked: number;
}

function checkConfiguration(files: ConfigurationFiles | undefined, known: readonly KnownPlugin[]): ConfigurationCheck {
  const { configuration } = buildConfiguration({ plugins: { file: "", text: "" } }, [], 1);
  if (files === undefined) return { problems: [], configuration, looked: 0 };
  let looked = 1;
  try {
    const texts = readConfigurationTexts(files);
    looked += (texts.supplemental?.length ?? 0) + (texts.config === undefined ? 0 : 1);
    return { ...buildConfiguration(texts, known, 1), looked };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { problems: error.problems, configuration, looked };
  }
}

function settingsFor(configuration: Configuration, repo: RepoName): TreeSettings {
  const { fileName, aliasesPath, ignoredDirectories } = configuration.ownersFor(repo);
  const ignored = ignoredDirectories.map((text) => compilePattern(text));
  const section = configuration.section("owners") as { labels_denylist?: readonly string[] } | undefined;
  const denied = section?.labels_denylist ?? ["approved", "lgtm"];
  return {
    fileName,
    aliasesPath,
    labelsDenylist: new Set(denied.map((label) => label.toLowerCase())),
    isIgnored: (directory) => ignored.some((pattern) => pattern.test(directory)),
  };
}
