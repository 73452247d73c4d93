import { lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A way in which plugins.yaml changes, for better or worse. */
export interface ConfigMutation {
  readonly name: string;
  readonly good: boolean;
  /** `halfway` lets the server look in the middle. */
  apply(place: ConfigPlace, halfway: () => Promise<void>): void | Promise<void>;
}

/** Where the file lies, and what a good one says now. */
export interface ConfigPlace {
  readonly directory: string;
  readonly file: string;
  readonly text: string;
  /** How many changes there were before. */
  readonly turn: number;
}

const HUGE = 64 * 1_048_576;

export const configMutations: readonly ConfigMutation[] = [
  good("replaced", ({ file, text }) => replace(file, text)),
  bad("not YAML", ({ file }) => replace(file, "plugins: [harbour: {\n")),
  good("written over", ({ file, text }) => overwrite(file, text)),
  bad("of the wrong shape", ({ file }) => overwrite(file, "plugins: { harbour: { plugins: 7 } }\n")),
  bad("empty", ({ file }) => overwrite(file, "")),
  good("written in two halves", async ({ file, text }, halfway) => {
    // The first half is a good file by itself, in which nothing is enabled where the load is.
    overwrite(file, text.slice(0, text.indexOf("  harbour:")));
    await halfway();
    overwrite(file, text);
  }),
  bad("cut off", ({ file, text }) => overwrite(file, text.slice(0, text.lastIndexOf("[") + 3))),
  bad("gone", ({ file }) => remove(file)),
  good("a link, as Kubernetes mounts it", mountAsKubernetes),
  good("another version behind the same link", mountAsKubernetes),
  bad("a link to nowhere", ({ file }) => link("nowhere.yaml", file)),
  bad("a directory", ({ file }) => {
    remove(file);
    mkdirSync(file);
  }),
  bad("not readable", ({ file }) => {
    // A file that nobody may read is read by root; a link in a circle is not.
    remove(file);
    symlinkSync(file, file);
  }),
  bad("huge", ({ file }) => replace(file, "#".repeat(HUGE))),
  bad("deep", ({ file }) => replace(file, "[".repeat(28_000))),
  bad("a bomb", ({ file }) => replace(file, bomb())),
];

function good(name: string, apply: ConfigMutation["apply"]): ConfigMutation {
  return { name, good: true, apply };
}

function bad(name: string, apply: ConfigMutation["apply"]): ConfigMutation {
  return { name, good: false, apply };
}

/** The file is a link through a directory that is a link itself: that one is swapped. */
function mountAsKubernetes({ directory, file, text, turn }: ConfigPlace): void {
  const version = join(directory, `..v${turn}`);
  mkdirSync(version);
  writeFileSync(join(version, "plugins.yaml"), text);
  link(`..v${turn}`, join(directory, "..data"));
  if (!isLinkTo(file, MOUNTED)) link(MOUNTED, file);
}

const MOUNTED = "..data/plugins.yaml";

function isLinkTo(file: string, target: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(file) === target;
}

/** In one moment, as long as a file or a link was there before. */
function replace(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  if (lstatSync(file, { throwIfNoEntry: false })?.isDirectory()) remove(file);
  renameSync(`${file}.new`, file);
}

/** As an editor does that truncates; what is no file goes first. */
function overwrite(file: string, text: string): void {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) remove(file);
  writeFileSync(file, text);
}

function remove(file: string): void {
  rmSync(file, { recursive: true, force: true });
}

function link(target: string, path: string): void {
  remove(`${path}.new`);
  symlinkSync(target, `${path}.new`);
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) remove(path);
  renameSync(`${path}.new`, path);
}

function bomb(): string {
  const lines = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (let level = 1; level < 12; level++) {
    const [name, before] = [String.fromCharCode(97 + level), String.fromCharCode(96 + level)];
    lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(",")}]`);
  }
  return `${lines.join("\n")}\nplugins: *l\n`;
}
