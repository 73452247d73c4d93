import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { Command } from "commander";
import { aliasNames, checkAliases } from "../config/check-aliases.ts";
import { checkOwners } from "../config/check-owners.ts";
import { ConfigError, type ConfigProblem, formatProblem } from "../config/config-error.ts";
import type { Configuration } from "../config/configuration.ts";
import {
  buildConfiguration,
  type ConfigurationFiles,
  type KnownPlugin,
  readConfigurationTexts,
} from "../config/load-configuration.ts";
import { compilePattern } from "../config/pattern.ts";
import type { RepoName } from "../config/section.ts";
import { filesNamed } from "../environment.ts";
import { LARGEST_FILE, partRead } from "../owners/part-read.ts";
import { loadEnvFile } from "./load-env-file.ts";
import { namedRepository } from "./named-repository.ts";
import { print } from "./print.ts";

/** What to check; what is undefined is left out. */
export interface CheckRequest {
  readonly files?: ConfigurationFiles | undefined;
  /** The root of a repository's work tree. */
  readonly tree?: string | undefined;
  /** The repository that `tree` holds, for settings that belong to one. */
  readonly repo?: RepoName | undefined;
}

export interface CheckResult {
  readonly problems: readonly ConfigProblem[];
  /** How many files were looked at. */
  readonly files: number;
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

interface TreeSettings {
  readonly fileName: string;
  readonly aliasesPath: string;
  readonly labelsDenylist: ReadonlySet<string>;
  isIgnored(directory: string): boolean;
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

function checkTree(tree: string, settings: TreeSettings): CheckResult {
  const problems: ConfigProblem[] = [];
  const aliasesFile = join(tree, settings.aliasesPath);
  const isLinked = lstatSync(aliasesFile, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (isLinked) problems.push(linked(aliasesFile));
  const aliasesText = isLinked ? undefined : readPart(aliasesFile, problems, checkAliases);
  const aliases = aliasesText === undefined ? undefined : aliasNames(aliasesText, aliasesFile);
  const found = attempt(() => [...ownersFiles(tree, tree, settings)]);
  if (found === undefined) problems.push({ file: tree, severity: "error", message: "no such directory; check --dir" });
  for (const { file, isLink } of found ?? []) {
    if (isLink) problems.push(linked(file));
    else if (basename(file) !== settings.fileName) problems.push({ file, severity: "warning", message: misplaced });
    else
      problems.push(...checkFile(file, { ...settings, aliases, isRoot: relative(tree, file) === settings.fileName }));
  }
  if (found !== undefined && !found.some(({ file }) => relative(tree, file) === settings.fileName)) {
    const message = `the root has no ${settings.fileName}, so files without a nearer one have no approvers; add one`;
    problems.push({ file: tree, severity: "warning", message });
  }
  return { problems, files: (found?.length ?? 0) + (aliasesText === undefined ? 0 : 1) };
}

function linked(file: string): ConfigProblem {
  return { file, severity: "warning", message: "a link is ignored; put the file itself here" };
}

const misplaced = "aliases are read from the root of the repository only; move them there";

function checkFile(file: string, around: Parameters<typeof checkOwners>[2]): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const text = readPart(file, problems, (part) => checkOwners(part, file, around));
  if (text !== undefined) return problems;
  return [{ file, severity: "error", message: "cannot be read; check its permissions" }];
}

/** The part that the bot reads of a file, judged by `judge`; undefined when the file cannot be read. */
function readPart(
  file: string,
  problems: ConfigProblem[],
  judge: (part: string, file: string) => readonly ConfigProblem[],
): string | undefined {
  const whole = attempt(() => readCapped(file));
  if (whole === undefined) return undefined;
  const { text, ignoredFrom, problem } = partRead(whole);
  if (problem === undefined) problems.push(...judge(text, file));
  else problems.push({ file, severity: "error", message: `not YAML: ${problem}; the file counts as empty` });
  if (ignoredFrom !== undefined) {
    const message = "what stands from here on is not read, because the first YAML document ends above; move it there";
    problems.push({ file, line: ignoredFrom, column: 1, severity: "warning", message });
  }
  return text;
}

interface Found {
  readonly file: string;
  readonly isLink: boolean;
}

function* ownersFiles(directory: string, tree: string, settings: TreeSettings): Generator<Found> {
  const path = relative(tree, directory);
  if (basename(directory) === ".git" || (path !== "" && settings.isIgnored(path))) return;
  const entries = readdirSync(directory, { withFileTypes: true });
  for (const entry of entries.sort((first, second) => (first.name < second.name ? -1 : 1))) {
    const file = join(directory, entry.name);
    if (entry.isDirectory()) yield* ownersFiles(file, tree, settings);
    else if (entry.name === settings.fileName) yield { file, isLink: entry.isSymbolicLink() };
    else if (entry.name === basename(settings.aliasesPath) && relative(tree, file) !== settings.aliasesPath) {
      yield { file, isLink: false };
    }
  }
}

/** Of a file that is too large as many blanks: enough for the guard to refuse it. */
function readCapped(file: string): string {
  if (statSync(file).size > LARGEST_FILE) return " ".repeat(LARGEST_FILE);
  return readFileSync(file, "utf8");
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    // What cannot be read is the caller's to report; anything without a code is a bug.
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** 1 when a problem is an error, or a warning under `strict`; notes never count. */
export function exitCodeOf(problems: readonly ConfigProblem[], strict: boolean): 0 | 1 {
  const counts = ({ severity, note }: ConfigProblem) => severity === "error" || (strict && !note);
  return problems.some(counts) ? 1 : 0;
}

/** The problems one a line, and a line that sums them up. */
export function formatResult({ problems, files }: CheckResult, colours: boolean): string {
  const kinds = problems.map(kindOf);
  const count = (kind: Kind) => {
    const number = kinds.filter((one) => one === kind).length;
    return `${number} ${kind}${number === 1 ? "" : "s"}`;
  };
  const lines = problems.map((problem) => (colours ? coloured(problem) : formatProblem(problem)));
  const looked = `${files} file${files === 1 ? "" : "s"} checked`;
  return [...lines, `${looked}: ${count("error")}, ${count("warning")}, ${count("note")}`].join("\n");
}

type Kind = "error" | "warning" | "note";

function kindOf(problem: ConfigProblem): Kind {
  return problem.note ? "note" : problem.severity;
}

function coloured(problem: ConfigProblem): string {
  const kind = kindOf(problem);
  const code = { error: 31, warning: 33, note: 36 }[kind];
  return formatProblem(problem).replace(`: ${kind}: `, `: \u001b[${code}m${kind}\u001b[0m: `);
}

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
    .action((options: Options) => {
      loadEnvFile();
      const result = check(requestOf(options), known());
      print(formatResult(result, process.stdout.isTTY === true));
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
