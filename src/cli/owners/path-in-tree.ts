import { isAbsolute, posix, relative, resolve } from "node:path";

/**
 * A path as the tree names it: without `./`, and from the tree's root where the whole path was given.
 * @throws with one sentence when it leads out of the tree.
 */
export function pathInTree(path: string, tree: string): string {
  const inTree = posix.normalize(isAbsolute(path) ? relative(resolve(tree), path) : path);
  if (inTree !== ".." && !inTree.startsWith("../")) return inTree;
  throw new Error(`${path} lies outside the tree: write it from the root of ${tree}, for example docs/index.md`);
}
