import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
/** Inside node_modules, so that the build finds its packages and nothing else finds the build. */
const CACHE = join(ROOT, "node_modules/.cache/bowsprit-prove");

/** The product as it is shipped, in a folder of its own. */
export interface Build {
  /** The folder with `main.js`. */
  readonly dist: string;
  remove(): void;
}

/** A planted bug: text of the built product that is replaced, so that the proof can be seen to fail. */
export interface Mutant {
  readonly name: string;
  /** The broken promise by which it is known; whatever else breaks is no catch. */
  readonly breaks: RegExp;
  readonly edits: readonly {
    /** Path inside the build, such as `inbox/admission.js`. */
    readonly file: string;
    readonly find: string;
    readonly replace: string;
  }[];
}

/** Compiles `src` once for this process; what is built does not change when somebody edits. */
export function buildProduct(): Build {
  mkdirSync(CACHE, { recursive: true });
  const directory = mkdtempSync(join(CACHE, "build-"));
  const dist = join(directory, "dist");
  // The compiler writes its output whatever the types say, and those are checked elsewhere.
  run([join(ROOT, "node_modules/.bin/tsc"), "-p", join(ROOT, "tsconfig.build.json"), "--outDir", dist]);
  cpSync(join(ROOT, "package.json"), join(directory, "package.json"));
  return { dist, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

function run([command = "", ...args]: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: "pipe" });
  } catch (error) {
    const output = (error as { stdout?: Buffer }).stdout?.toString() ?? "";
    if (!output.includes("error TS")) throw error;
  }
}

/** A copy with a bug planted in it; throws when the text to replace is no longer there. */
export function plant(build: Build, mutant: Mutant): Build {
  const directory = mkdtempSync(join(CACHE, "mutant-"));
  const dist = join(directory, "dist");
  cpSync(build.dist, dist, { recursive: true });
  cpSync(join(ROOT, "package.json"), join(directory, "package.json"));
  for (const { file, find, replace } of mutant.edits) {
    const path = join(dist, file);
    const text = readFileSync(path, "utf8");
    if (text.split(find).length !== 2)
      throw new Error(`mutant "${mutant.name}": ${file} does not say it once: ${find}`);
    writeFileSync(
      path,
      text.replace(find, () => replace),
    );
  }
  return { dist, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
