import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Build, buildProduct } from "./build.ts";
import { type Random, randomFrom } from "./random.ts";

/** What a proof works with; everything it starts is put away when it ends. */
export interface Rig {
  readonly seed: number;
  readonly random: Random;
  readonly build: Build;
  /** A fresh directory, gone afterwards. */
  readonly directory: string;
  /** Called in reverse order when the proof is over, however it ended. */
  defer(undo: () => unknown): void;
  /** Tells whoever watches how far it is. */
  say(text: string): void;
}

export interface RigOptions {
  readonly seed: number;
  readonly build?: Build;
  readonly say?: (text: string) => void;
}

/** Runs something with a rig and puts away whatever was started. */
export async function withRig<T>(options: RigOptions, use: (rig: Rig) => Promise<T>): Promise<T> {
  const { seed, say = () => {} } = options;
  const build = options.build ?? buildProduct();
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-prove-"));
  const undo: (() => unknown)[] = [() => rmSync(directory, { recursive: true, force: true })];
  if (options.build === undefined) undo.push(() => build.remove());
  try {
    return await use({ seed, random: randomFrom(seed), build, directory, defer: (step) => undo.push(step), say });
  } finally {
    for (const step of undo.reverse()) await step();
  }
}
