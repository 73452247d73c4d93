import { existsSync } from "node:fs";
import type { Clock } from "../clock.ts";
import type { ConfigurationFiles } from "../config/load-configuration.ts";
import { type ConfigurationWatcher, watchConfiguration } from "../config/watch-configuration.ts";
import type { CommonSettings } from "../environment.ts";
import type { Logger } from "../log.ts";
import type { Plugin } from "../plugin-kit/define-plugin.ts";

export interface WatchFilesOptions {
  readonly settings: Pick<CommonSettings, "pluginsFile" | "configFile" | "supplementalDirectory">;
  readonly plugins: readonly Plugin[];
  readonly log: Logger;
  readonly clock: Clock;
}

/** Reads plugins.yaml, its supplemental parts and, where it exists, config.yaml, and follows them all. */
export function watchFiles({ settings, plugins, log, clock }: WatchFilesOptions): ConfigurationWatcher {
  return watchConfiguration({ files: filesOf(settings), known: plugins, log, clock });
}

/** The files to read: config.yaml from the first time it is there; from then on a missing one is a mistake. */
export function filesOf(settings: WatchFilesOptions["settings"]): ConfigurationFiles {
  const { pluginsFile, configFile, supplementalDirectory } = settings;
  let seen = false;
  return {
    pluginsFile,
    supplementalDirectory,
    get configFile() {
      seen ||= existsSync(configFile);
      return seen ? configFile : undefined;
    },
  };
}
