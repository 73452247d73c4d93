import { existsSync } from "node:fs";
import type { Clock } from "../clock.ts";
import { type ConfigProblem, formatProblem } from "../config/config-error.ts";
import type { ConfigurationFiles } from "../config/load-configuration.ts";
import { type ConfigurationWatcher, watchConfiguration } from "../config/watch-configuration.ts";
import type { CommonSettings } from "../environment.ts";
import type { Logger } from "../log.ts";
import type { Plugin } from "../plugin-kit/define-plugin.ts";

export interface WatchFilesOptions {
  readonly settings: Pick<CommonSettings, "pluginsFile" | "configFile">;
  readonly plugins: readonly Plugin[];
  readonly log: Logger;
  readonly clock: Clock;
}

/** Reads plugins.yaml and, where it exists, config.yaml, follows both, and logs what is odd about them. */
export function watchFiles({ settings, plugins, log, clock }: WatchFilesOptions): ConfigurationWatcher {
  const files = filesOf(settings);
  const tell = (problems: readonly ConfigProblem[]) => {
    for (const problem of problems) log.warn({ problem: formatProblem(problem) }, "configuration");
  };
  const watcher = watchConfiguration({
    files,
    known: plugins,
    log,
    clock,
    onReload: ({ changed, problems }) => {
      if (changed) tell(problems);
    },
  });
  tell(watcher.status.problems);
  return watcher;
}

/** The files to read: config.yaml only where there is one. */
export function filesOf({ pluginsFile, configFile }: WatchFilesOptions["settings"]): ConfigurationFiles {
  return existsSync(configFile) ? { pluginsFile, configFile } : { pluginsFile };
}
