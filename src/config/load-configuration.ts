import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  buildConfiguration,
  type CheckedConfiguration,
  type ConfigurationText,
  type ConfigurationTexts,
  configurationLimits,
  type KnownPlugin,
} from "./build-configuration.ts";
import { ConfigError } from "./config-error.ts";
import { fileReason } from "./file-reason.ts";

export {
  buildConfiguration,
  type CheckedConfiguration,
  type ConfigurationText,
  type ConfigurationTexts,
  type KnownPlugin,
} from "./build-configuration.ts";

/** Where the configuration lies on disk. */
export interface ConfigurationFiles {
  /** Prow's `--plugin-config`. */
  readonly pluginsFile: string;
  /** Prow's `--config-path`. */
  readonly configFile?: string | undefined;
  /** Prow's `--supplemental-plugin-config-dir`; searched to the bottom. */
  readonly supplementalDirectory?: string | undefined;
  /** Default: `_pluginconfig.yaml`. */
  readonly supplementalSuffix?: string | undefined;
}

/**
 * Reads and checks the files.
 * @throws ConfigError with every problem found when one of them is an error; an unreadable file is one.
 */
export function readConfiguration(
  files: ConfigurationFiles,
  known: readonly KnownPlugin[],
  version: number,
): CheckedConfiguration {
  return buildConfiguration(readConfigurationTexts(files), known, version);
}

/**
 * The texts of the files as they lie on disk now.
 * @throws ConfigError when a file is missing, unreadable or too large.
 */
export function readConfigurationTexts(files: ConfigurationFiles): ConfigurationTexts {
  const { pluginsFile, configFile, supplementalDirectory, supplementalSuffix = "_pluginconfig.yaml" } = files;
  const supplemental = supplementalDirectory === undefined ? [] : findFiles(supplementalDirectory, supplementalSuffix);
  return {
    plugins: readText(pluginsFile),
    config: configFile === undefined ? undefined : readText(configFile),
    supplemental: supplemental.map(readText),
  };
}

/**
 * One file as it lies on disk now.
 * @throws ConfigError when it is missing, unreadable or too large.
 */
export function readText(file: string): ConfigurationText {
  return attempt(file, () => {
    const { size } = statSync(file);
    if (size > configurationLimits.bytes)
      throw new Error(`larger than ${configurationLimits.bytes} bytes; split or shorten it`);
    return { file, text: readFileSync(file, "utf8") };
  });
}

/** ConfigMap mounts keep their versions in entries that begin with `..`; those are not read twice. */
function findFiles(directory: string, suffix: string): string[] {
  const entries = attempt(directory, () => readdirSync(directory, { withFileTypes: true }));
  const visible = entries.filter((entry) => !entry.name.startsWith("..")).sort((a, b) => (a.name < b.name ? -1 : 1));
  return visible.flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return findFiles(path, suffix);
    return entry.name.endsWith(suffix) ? [path] : [];
  });
}

function attempt<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const reason = fileReason(error as NodeJS.ErrnoException);
    throw new ConfigError([{ file, severity: "error", message: `cannot be read: ${reason}` }]);
  }
}
