import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Build } from "./build.ts";
import type { Rig } from "./rig.ts";

export const SECRET = "a secret that only the rig knows";
const STEER = pathToFileURL(resolve(import.meta.dirname, "preload/steer.mjs")).href;
const LISTENING = /"port":(\d+)[^\n]*"msg":"listening for webhooks"/;

/** What a server is told; the same home can be started again and again. */
export interface Home {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface HomeOptions {
  readonly app: { readonly id: number; readonly privateKey: string };
  readonly apiUrl: string;
  readonly plugins: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A directory with plugins.yaml, and the environment of a server on loopback with its data there. */
export function makeHome(directory: string, options: HomeOptions): Home {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "plugins.yaml"), options.plugins);
  const env = {
    APP_ID: String(options.app.id),
    PRIVATE_KEY: options.app.privateKey,
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: options.apiUrl,
    DATA_DIR: join(directory, "data"),
    HOST: "127.0.0.1",
    PORT: "0",
    LOG_FORMAT: "json",
    ...options.env,
  };
  return { directory, env };
}

export interface StartOptions {
  readonly build?: Build;
  /** A program and its arguments to run it under, such as strace. */
  readonly under?: readonly string[];
  readonly nodeArguments?: readonly string[];
  /** Milliseconds until it must listen; 20,000 unless told. */
  readonly within?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What a look into the process shows, in bytes and milliseconds. */
export interface Sight {
  /** The longest its event loop was kept busy at a stretch, in its own computing time. */
  readonly lagMs: number;
  /** The longest it stood still by the wall, which others on the machine can bring about as well. */
  readonly wallLagMs: number;
  /** Timers that are set. */
  readonly timers: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly now: number;
}

/** What is left after garbage was collected. */
export interface Remains extends Sight {
  /** The part of the heap that is compiled code: it grows while functions become hot, and ends where the program does. */
  readonly code: number;
}

/** A server in a process of its own. */
export class BotProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Milliseconds from its start until it listened. */
  readyMs = 0;
  url = "";
  output = "";
  errors = "";
  private asked = 0;
  private readonly answers = new Map<number, (sight: Sight) => void>();

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      this.output += chunk;
    });
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      this.errors += chunk;
    });
    this.ended = new Promise((end) => child.on("close", (code, signal) => end({ code, signal })));
    child.on("message", (message) => {
      const { id, ...sight } = message as Sight & { id: number };
      this.answers.get(id)?.(sight);
      this.answers.delete(id);
    });
  }

  /** Of the server itself, also when it runs under another program. */
  get pid(): number {
    return Number(/"pid":(\d+)/.exec(this.output)?.[1] ?? this.child.pid);
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when it listens; throws with what it printed when it does not. */
  async listening(within: number): Promise<void> {
    const begun = performance.now();
    for (;;) {
      const found = LISTENING.exec(this.output);
      if (found !== null) {
        this.url = `http://127.0.0.1:${found[1]}`;
        this.readyMs = Math.round(performance.now() - begun);
        return;
      }
      if (!this.alive) throw new Error(`the server ended: ${this.output}${this.errors}`);
      if (performance.now() - begun > within)
        throw new Error(`the server does not listen: ${this.output}${this.errors}`);
      await pause(5);
    }
  }

  async end(signal: NodeJS.Signals): Promise<Ended> {
    if (this.alive) process.kill(this.pid, signal);
    return this.ended;
  }

  /** `reset` starts the lag anew; `pass` lets time go by, `jump` turns the clock only; `collect` frees memory first. */
  ask(what: "collect"): Promise<Remains>;
  ask(what: "look" | "reset" | "pass" | "jump", ms?: number): Promise<Sight>;
  ask(what: string, ms = 0): Promise<Sight> {
    const id = ++this.asked;
    return new Promise((resolve, reject) => {
      this.answers.set(id, resolve);
      void this.ended.then(() => {
        if (this.answers.delete(id)) reject(new Error("the server ended while it was asked"));
      });
      this.child.send({ id, ask: what, ms });
    });
  }

  async get(path: string): Promise<{ readonly status: number; readonly text: string }> {
    const answer = await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(10_000) });
    return { status: answer.status, text: await answer.text() };
  }

  /** How many deliveries wait or run; a full backlog is not counted. */
  async pending(): Promise<number> {
    const { text } = await this.get("/readyz");
    if (text.includes("the backlog is full")) return Number.POSITIVE_INFINITY;
    const found = /(\d+) pending/.exec(text);
    if (found === null) throw new Error(`/readyz says nothing of what is pending: ${text}`);
    return Number(found[1]);
  }

  /** How many files, sockets and the like it has open. */
  get descriptors(): number {
    return readdirSync(`/proc/${this.pid}/fd`).length;
  }

  /** Its resident memory in MiB, also when its event loop does not answer. */
  get residentMiB(): number {
    const found = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.pid}/status`, "utf8"));
    return Math.round(Number(found?.[1] ?? 0) / 1024);
  }
}

/** Starts the built server; resolves when it listens. */
export async function startBot(rig: Rig, home: Home, options: StartOptions = {}): Promise<BotProcess> {
  const bot = launchBot(rig, home, options);
  await bot.listening(options.within ?? 20_000);
  return bot;
}

/** Starts the built server without waiting for anything. */
export function launchBot(rig: Rig, home: Home, options: StartOptions = {}): BotProcess {
  const { dist } = options.build ?? rig.build;
  const node = [process.execPath, ...(options.nodeArguments ?? []), "--import", STEER, join(dist, "main.js")];
  const [command = "", ...args] = [...(options.under ?? []), ...node];
  const { PATH = "" } = process.env;
  const child = spawn(command, args, {
    cwd: home.directory,
    env: { PATH, ...home.env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const bot = new BotProcess(child);
  rig.defer(async () => {
    if (!bot.alive) return;
    await bot.end("SIGKILL");
    bot.child.kill("SIGKILL");
  });
  return bot;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks until there is an answer; throws when none came in time. */
export async function until(what: string, within: number, ask: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + within;
  while (!(await ask())) {
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(20);
  }
}
