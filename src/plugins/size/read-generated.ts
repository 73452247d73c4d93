import type { GitHub, Tree } from "../../github/github.ts";
import { type GeneratedFiles, isGenerated, parseGeneratedFiles, parsePathList } from "./generated-files.ts";
import { type AttributePattern, isMarkedGenerated, parseGitAttributes } from "./git-attributes.ts";

type Reader = Pick<GitHub, "tree" | "blob">;

/** What is generated at one commit: a test for paths, or the file that cannot be read. */
export type Generated = { readonly isGenerated: (path: string) => boolean } | { readonly unreadable: string };

/** Reads `.generated_files` and `.gitattributes` at the root of a commit; a missing one names nothing. */
export async function readGenerated(github: Reader, sha: string): Promise<Generated> {
  const tree = await github.tree(sha);
  const [listed, patterns] = await Promise.all([readListed(github, tree), readPatterns(github, tree)]);
  if (listed === undefined) return { unreadable: ".generated_files" };
  if (patterns === undefined) return { unreadable: ".gitattributes" };
  return { isGenerated: (path) => isGenerated(path, listed) || isMarkedGenerated(path, patterns) };
}

async function readListed(github: Reader, tree: Tree): Promise<GeneratedFiles | undefined> {
  const text = await readFile(github, tree, ".generated_files");
  const listed = parseGeneratedFiles(text ?? "");
  if (listed === undefined || listed.pathsFrom.length === 0) return listed;
  const lists = await Promise.all(listed.pathsFrom.map((path) => readFile(github, tree, path)));
  if (lists.includes(undefined)) return undefined;
  return { ...listed, paths: new Set(lists.flatMap((list) => parsePathList(list ?? ""))) };
}

async function readPatterns(github: Reader, tree: Tree): Promise<readonly AttributePattern[] | undefined> {
  return parseGitAttributes((await readFile(github, tree, ".gitattributes")) ?? "");
}

async function readFile(github: Reader, tree: Tree, path: string): Promise<string | undefined> {
  const entry = tree.entries.find((candidate) => candidate.path === path && candidate.type === "blob");
  return entry === undefined ? undefined : github.blob(entry.id);
}
