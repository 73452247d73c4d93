/** The directory that holds the path, in Go's `filepath.Dir` sense with the root named by the empty string. */
export function directoryOf(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf("/") + 1));
}

/** A path in its shortest form: no empty, `.` or `..` parts; the root is empty. Prow: filepath.Clean. */
export function cleanPath(path: string): string {
  if (!/(?:^|\/)\.{0,2}(?:\/|$)/.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== "..") parts.push(part);
  }
  return parts.join("/");
}

/** The path, its directory, that one's directory, and so on; the last is the root. */
export function* levelsOf(path: string): Generator<string> {
  let level = cleanPath(path);
  while (level !== "") {
    yield level;
    level = directoryOf(level);
  }
  yield "";
}

/** `path` as seen from a directory above it, or from itself (`.`). */
export function relativeTo(directory: string, path: string): string {
  if (directory === path) return ".";
  return directory === "" ? path : path.slice(directory.length + 1);
}
