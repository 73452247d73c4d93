import { wordsByLine } from "./white-space.ts";

/** What a `.generated_files` file names. */
export interface GeneratedFiles {
  readonly paths: ReadonlySet<string>;
  readonly fileNames: ReadonlySet<string>;
  readonly pathPrefixes: ReadonlySet<string>;
  readonly filePrefixes: ReadonlySet<string>;
  /** Files of the same repository that list more exact paths. */
  readonly pathsFrom: readonly string[];
}

/**
 * Reads a `.generated_files` file; undefined when any line is malformed. `path` fills the file names, not the paths, as
 * in Prow. Prow: pkg/genfiles.
 */
export function parseGeneratedFiles(text: string): GeneratedFiles | undefined {
  const fileNames = new Set<string>();
  const pathPrefixes = new Set<string>();
  const filePrefixes = new Set<string>();
  const pathsFrom: string[] = [];
  const add = new Map<string, (value: string) => unknown>([
    ["prefix", (value) => pathPrefixes.add(value)],
    ["path-prefix", (value) => pathPrefixes.add(value)],
    ["file-prefix", (value) => filePrefixes.add(value)],
    ["file-name", (value) => fileNames.add(value)],
    ["path", (value) => fileNames.add(value)],
    ["paths-from-repo", (value) => pathsFrom.push(value)],
  ]);
  for (const [key = "", value, ...rest] of wordsByLine(text)) {
    const keep = add.get(key);
    if (keep === undefined || value === undefined || rest.length > 0) return undefined;
    keep(value);
  }
  return { paths: new Set(), fileNames, pathPrefixes, filePrefixes, pathsFrom };
}

/** The paths listed in a file that `paths-from-repo` names: one a line, blanks inside them kept. */
export function parsePathList(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** Whether the path is generated. Takes time in the path's length, however many prefixes there are. */
export function isGenerated(path: string, generated: GeneratedFiles): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    generated.paths.has(path) ||
    generated.fileNames.has(name) ||
    hasPrefixIn(path, generated.pathPrefixes) ||
    hasPrefixIn(name, generated.filePrefixes)
  );
}

function hasPrefixIn(text: string, prefixes: ReadonlySet<string>): boolean {
  if (prefixes.size === 0) return false;
  for (let end = 1; end <= text.length; end += 1) if (prefixes.has(text.slice(0, end))) return true;
  return false;
}
