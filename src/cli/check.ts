import { existsSync } from "node:fs";
import { Command } from "commander";
import type { ConfigurationFiles, KnownPlugin } from "../config/load-configuration.ts";
import { loadEnvFile } from "../environment/load-env-file.ts";
import { filesNamed } from "../environment.ts";
import { type CheckRequest, check } from "./check/check-files.ts";
import { exitCodeOf, formatResult } from "./check/check-result.ts";
import { wantsColours } from "./ink.ts";
import { namedRepository } from "./named-repository.ts";
import { print } from "./print.ts";

const HELP = `
An error is what cannot be used, a warning what has no effect, a note what Prow would use and Bowsprit does not. The exit
code is 1 for an error, with --strict for a warning too, and otherwise 0.

Examples:
  bowsprit check
  bowsprit check --plugins p.yaml --config c.yaml --strict
  bowsprit check --dir ~/src/app --repo your-org/app`;

interface Options {
  readonly plugins?: string;
  readonly config?: string;
  readonly supplementalPlugins?: string;
  readonly dir?: string;
  readonly repo?: string;
  readonly strict?: boolean;
}

/** `bowsprit check`: sets the exit code and prints to standard output. */
export function checkCommand(known: () => readonly KnownPlugin[]): Command {
  return new Command("check")
    .description("check plugins.yaml, config.yaml and a repository's OWNERS files, with line and column")
    .option(
      "--plugins <file>",
      "plugins.yaml to check (default: PLUGINS_FILE, or plugins.yaml; none when --dir is given)",
    )
    .option("--config <file>", "config.yaml to check as well (default: CONFIG_FILE, or config.yaml, where it exists)")
    .option(
      "--supplemental-plugins <directory>",
      "directory of the parts of plugins.yaml named *_pluginconfig.yaml (default: SUPPLEMENTAL_PLUGINS_DIR)",
    )
    .option("--dir <tree>", "work tree whose OWNERS and OWNERS_ALIASES to check")
    .option("--repo <owner/name>", "the repository in the tree, for settings of its own")
    .option("--strict", "fail on warnings too")
    .addHelpText("after", HELP)
    .action((options: Options) => {
      loadEnvFile();
      const result = check(requestOf(options), known());
      print(formatResult(result, wantsColours(process.stdout, process.env)));
      process.exitCode = exitCodeOf(result.problems, options.strict === true);
    });
}

function requestOf(options: Options): CheckRequest {
  return { files: filesOf(options), tree: options.dir, repo: namedRepository(options.repo) };
}

/** The files that a server started here reads by default, unless a tree is all that is asked about. */
function filesOf({ plugins, config, supplementalPlugins, dir }: Options): ConfigurationFiles | undefined {
  const named = plugins ?? config ?? supplementalPlugins;
  if (dir !== undefined && named === undefined) return undefined;
  const usual = filesNamed(process.env);
  const configFile = config ?? (existsSync(usual.configFile) ? usual.configFile : undefined);
  return {
    pluginsFile: plugins ?? usual.pluginsFile,
    configFile,
    supplementalDirectory: supplementalPlugins ?? usual.supplementalDirectory,
  };
}
