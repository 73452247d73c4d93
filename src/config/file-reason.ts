/** Why a file cannot be read, and what to do, to follow "cannot be read: ". */
export function fileReason(error: NodeJS.ErrnoException): string {
  return reasons.get(error.code ?? "") ?? error.message;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "no such file; check the path"],
  ["EACCES", "permission denied; make it readable for this user"],
  ["EISDIR", "it is a directory; name the file in it"],
  ["ENOTDIR", "it is a file, not a directory"],
]);
