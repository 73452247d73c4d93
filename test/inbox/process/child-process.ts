import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";

/** A Node process of the test, killed with it. */
export interface Child {
  readonly process: ChildProcess;
  readonly lines: readonly string[];
  readonly errors: () => string;
  /** Resolves when it has said so many lines. */
  said(count: number): Promise<void>;
  readonly exited: Promise<number | null>;
}

export function startChild(args: readonly string[]): Child {
  const process = spawn(globalThis.process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void process.kill("SIGKILL"));
  const lines: string[] = [];
  const waiters: { count: number; resolve: () => void }[] = [];
  createInterface({ input: process.stdout }).on("line", (line) => {
    lines.push(line);
    for (const { count, resolve } of waiters) if (lines.length >= count) resolve();
  });
  let errors = "";
  process.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    errors += chunk;
  });
  const exited = new Promise<number | null>((resolve) => process.once("close", resolve));
  return {
    process,
    lines,
    errors: () => errors,
    exited,
    said: (count) =>
      new Promise((resolve, reject) => {
        if (lines.length >= count) return resolve();
        waiters.push({ count, resolve });
        exited.then(() => reject(new Error(`The child ended early: ${errors}`)));
      }),
  };
}
