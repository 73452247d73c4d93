import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** One TypeScript source file, its path from the repository's root with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** What it imports: a path from the root for files of ours, the bare name for packages and Node's modules. */
  readonly imports: readonly string[];
}

/** Every `.ts` file below a folder of the repository. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => read(relative(root, join(entry.parentPath, entry.name)).split(sep).join("/")));
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^"';]*?from\s*"([^"]+)"|import\(\s*"([^"]+)"|(?:^|\n)\s*import\s*"([^"]+)"/g;

function read(path: string): SourceFile {
  const text = readFileSync(join(root, path), "utf8");
  const named = [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  const imports = named.map((name) => (name.startsWith(".") ? posix.join(posix.dirname(path), name) : name));
  return { path, text, imports };
}
