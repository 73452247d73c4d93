import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { until } from "./until.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LOADER = pathToFileURL(`${ROOT}node_modules/tsx/dist/loader.mjs`).href;

export interface NodeOptions {
  readonly args?: readonly string[];
  /** All there is of an environment, besides where programs and temporary files are. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of ours under test. */
export interface Running {
  readonly child: ChildProcess;
  /** What it printed so far. */
  stdout(): string;
  stderr(): string;
  readonly ended: Promise<Ended>;
}

/** Starts a TypeScript file of `src` in a process of its own, with nothing of our environment that could steer it. */
export function startNode(file: string, { args = [], env = {}, cwd = ROOT }: NodeOptions = {}): Running {
  const { PATH = "", TMPDIR } = process.env;
  const base = { PATH, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
  const child = spawn(process.execPath, ["--import", LOADER, `${ROOT}${file}`, ...args], {
    cwd,
    env: { ...base, ...env },
  });
  const text = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text.out += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    text.err += chunk;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  return { child, stdout: () => text.out, stderr: () => text.err, ended };
}

/** What the process printed, once it matches; throws when it ended or took too long. */
export async function printed(running: Running, pattern: RegExp, within = 40_000): Promise<RegExpExecArray> {
  let over = false;
  void running.ended.then(() => {
    over = true;
  });
  const match = () => {
    const found = pattern.exec(running.stdout());
    if (found === null && over) throw new Error(`it ended without ${pattern}: ${running.stdout()}${running.stderr()}`);
    return found;
  };
  return until(match, { what: `${pattern} in what it prints`, within });
}

export interface CliResult extends Ended {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `bowsprit` with these arguments to its end. */
export async function runCli(args: readonly string[], options: Omit<NodeOptions, "args"> = {}): Promise<CliResult> {
  const running = startNode("src/cli/bowsprit.ts", { ...options, args });
  const ended = await running.ended;
  return { ...ended, stdout: running.stdout(), stderr: running.stderr() };
}
