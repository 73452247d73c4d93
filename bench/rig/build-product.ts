import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Run } from "./benchmark.ts";

const ROOT = resolve(import.meta.dirname, "../..");
/** Inside node_modules, so that what is built finds its packages. */
const CACHE = join(ROOT, "node_modules/.cache/bowsprit-bench");

/** Compiles `src` as it is shipped, into a folder for this run; answers the folder with `main.js`. */
export function buildProduct(run: Run): string {
  mkdirSync(CACHE, { recursive: true });
  const directory = mkdtempSync(join(CACHE, "build-"));
  run.defer(() => rmSync(directory, { recursive: true, force: true }));
  const dist = join(directory, "dist");
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  try {
    execFileSync(process.execPath, [tsc, "-p", join(ROOT, "tsconfig.build.json"), "--outDir", dist], { stdio: "pipe" });
  } catch (error) {
    // The compiler writes its output whatever the types say; those are checked elsewhere.
    if (!String((error as { stdout?: Buffer }).stdout).includes("error TS")) throw error;
  }
  cpSync(join(ROOT, "package.json"), join(directory, "package.json"));
  return dist;
}
