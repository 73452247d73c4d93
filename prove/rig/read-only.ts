import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Takes writing away from a directory and its files, and tells how to give it back; undefined where that cannot be done. */
export function makeReadOnly(directory: string): (() => void) | undefined {
  return process.getuid?.() === 0 ? mountReadOnly(directory) : closeToWriting(directory);
}

/** Modes do not keep root from anything. */
function mountReadOnly(directory: string): (() => void) | undefined {
  const run = (program: string, ...args: readonly string[]) => execFileSync(program, args, { stdio: "pipe" });
  try {
    run("mount", "--bind", directory, directory);
    run("mount", "-o", "remount,ro,bind", directory);
  } catch {
    // A container's root may not mount.
    return undefined;
  }
  return () => run("umount", directory);
}

function closeToWriting(directory: string): () => void {
  const files = readdirSync(directory).map((name) => join(directory, name));
  const set = (ofFiles: number, ofDirectory: number) => {
    for (const file of files) chmodSync(file, ofFiles);
    chmodSync(directory, ofDirectory);
  };
  set(0o444, 0o555);
  return () => set(0o644, 0o755);
}
