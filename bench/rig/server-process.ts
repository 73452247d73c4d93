import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Run } from "./benchmark.ts";

/** The webhook secret of every server that is measured. */
export const SECRET = "a secret of the benchmark";

export interface ServerOptions {
  /** The folder with `main.js`. */
  readonly dist: string;
  /** Where plugins.yaml is written and the data is kept. */
  readonly home: string;
  readonly app: { readonly id: number; readonly privateKey: string };
  readonly apiUrl: string;
  readonly plugins: object;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeArguments?: readonly string[];
}

/** The built server in a process of its own. */
export interface Server {
  readonly url: string;
  /** Milliseconds from the start of the process to the first "ready" that it answered. */
  readonly readyMs: number;
  /** Resolves when nothing is pending. */
  idle(): Promise<void>;
  /** Resident memory in MB (a million bytes). */
  memory(): { readonly now: number; readonly highest: number };
  /** Processor time used so far, in milliseconds. */
  cpu(): number;
  stop(): Promise<void>;
}

const LISTENING = /"port":(\d+)[^\n]*"msg":"listening for webhooks"/;
const TICKS_A_SECOND = 100;

/** Starts it; resolves when it is ready. */
export async function startServer(run: Run, options: ServerOptions): Promise<Server> {
  mkdirSync(options.home, { recursive: true });
  // JSON is YAML.
  writeFileSync(join(options.home, "plugins.yaml"), JSON.stringify(options.plugins));
  const begun = performance.now();
  const child = spawn(process.execPath, [...(options.nodeArguments ?? []), join(options.dist, "main.js")], {
    cwd: options.home,
    env: environmentOf(options),
    stdio: ["ignore", "pipe", "inherit"],
  });
  run.defer(() => child.kill("SIGKILL"));
  const url = `http://127.0.0.1:${await portOf(child)}`;
  const ready = await fetch(`${url}/readyz`);
  await ready.arrayBuffer();
  if (!ready.ok) throw new Error(`the server listens and is not ready: ${ready.status}`);
  const readyMs = performance.now() - begun;
  return {
    url,
    readyMs,
    idle: () => untilNothingPending(url),
    memory: () => memoryOf(child),
    cpu: () => cpuOf(child),
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

function environmentOf({ app, apiUrl, home, environment }: ServerOptions): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: apiUrl,
    DATA_DIR: join(home, "data"),
    HOST: "127.0.0.1",
    PORT: "0",
    LOG_FORMAT: "json",
    ...environment,
  };
}

/** Read from what it logs at level info; rejects when it ends before that, or is silent for a minute. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = "";
    setTimeout(() => reject(new Error(`the server does not listen: ${output}`)), 60_000).unref();
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      output = `${output}${chunk}`.slice(-10_000);
      const port = LISTENING.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${output}`)));
  });
}

async function untilNothingPending(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`);
    if (/\b0 pending/.test(await answer.text())) return;
    await pause(10);
  }
}

function memoryOf(child: ChildProcess): { now: number; highest: number } {
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  const megabytes = (name: string) => (Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024) / 1e6;
  return { now: megabytes("VmRSS"), highest: megabytes("VmHWM") };
}

/** The fields after the program's name, which is in brackets; see proc(5). */
function cpuOf(child: ChildProcess): number {
  const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND) * 1_000;
}
