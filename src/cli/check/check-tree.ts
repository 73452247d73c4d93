import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { aliasNames, checkAliases } from "../../config/check-aliases.ts";
import { checkOwners } from "../../config/check-owners.ts";
import type { ConfigProblem } from "../../config/config-error.ts";
import { LARGEST_FILE, partRead } from "../../owners/part-read.ts";
import type { CheckResult } from "./check-result.ts";

/** What the configuration says of the repository whose tree is checked. */
export interface TreeSettings {
  readonly fileName: string;
  readonly aliasesPath: string;
  readonly labelsDenylist: ReadonlySet<string>;
  isIgnored(directory: string): boolean;
}

/** What is wrong with the OWNERS and OWNERS_ALIASES of a work tree. */
export function checkTree(tree: string, settings: TreeSettings): CheckResult {
  if (!isDirectory(tree)) {
    return { problems: [{ file: tree, severity: "error", message: "no such directory; check --dir" }], files: 0 };
  }
  const problems: ConfigProblem[] = [];
  const aliasesFile = join(tree, settings.aliasesPath);
  const isLinked = lstatSync(aliasesFile, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (isLinked) problems.push(linked(aliasesFile));
  const isThere = statSync(aliasesFile, { throwIfNoEntry: false })?.isFile() === true;
  const aliasesText = isLinked || !isThere ? undefined : readPart(aliasesFile, problems, checkAliases);
  const aliases = aliasesText === undefined ? undefined : aliasNames(aliasesText, aliasesFile);
  const found = attempt(() => [...ownersFiles(tree, tree, settings)]);
  if (found === undefined) {
    const message = "not every directory in it can be read; check their permissions";
    problems.push({ file: tree, severity: "error", message });
  }
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

function isDirectory(tree: string): boolean {
  return attempt(() => statSync(tree).isDirectory()) === true;
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
    // Nothing comes out of a pipe or a socket, and no repository holds one.
    else if (!entry.isFile() && !entry.isSymbolicLink()) continue;
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
