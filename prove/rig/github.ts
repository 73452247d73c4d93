import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Orders } from "./github-child.ts";
import type { GitHubSettings } from "./github-words.ts";
import type { Rig } from "./rig.ts";

export interface GitHubOptions extends Partial<GitHubSettings> {
  /** How much faster its clock runs, and since when. */
  readonly time?: { readonly scale: number; readonly base: number };
}

/** The sandbox in its own process. */
export class GitHub {
  url = "";
  app = { id: 0, privateKey: "" };
  private readonly child: ChildProcess;
  private asked = 0;
  private over: string | undefined;
  private readonly answers = new Map<number, (answer: { value?: unknown; error?: string }) => void>();

  constructor(child: ChildProcess) {
    this.child = child;
    child.on("message", (message) => {
      const answer = message as { id: number; value?: unknown; error?: string };
      this.answers.get(answer.id)?.(answer);
      this.answers.delete(answer.id);
    });
    child.on("exit", (code, signal) => this.mourn(`GitHub's process ended (${code ?? signal})`));
    child.on("error", ({ message }) => this.mourn(message));
  }

  /** Who waits for an answer must not wait for ever. */
  private mourn(reason: string): void {
    this.over = reason;
    for (const answer of this.answers.values()) answer({ error: reason });
    this.answers.clear();
  }

  order<K extends keyof Orders>(order: K, argument: Parameters<Orders[K]>[0]): Promise<Awaited<ReturnType<Orders[K]>>> {
    const id = ++this.asked;
    if (this.over !== undefined) return Promise.reject(new Error(this.over));
    return new Promise((resolve, reject) => {
      this.answers.set(id, ({ value, error }) => {
        if (error !== undefined) reject(new Error(error));
        else resolve(value as Awaited<ReturnType<Orders[K]>>);
      });
      this.child.send({ id, order, argument: argument ?? {} });
    });
  }
}

const CHILD = fileURLToPath(new URL("./github-child.ts", import.meta.url));

/** Starts an empty GitHub. */
export async function startGitHub(rig: Rig, options: GitHubOptions = {}): Promise<GitHub> {
  const { enforceLimits = false, latency = 0, hookTimeout = 10_000, time } = options;
  const env: NodeJS.ProcessEnv = { ...process.env };
  delete env.NODE_OPTIONS;
  Object.assign(
    env,
    time === undefined ? {} : { PROVE_TIME_SCALE: String(time.scale), PROVE_TIME_BASE: String(time.base) },
  );
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), CHILD], {
    env,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  rig.defer(() => void child.kill("SIGKILL"));
  const github = new GitHub(child);
  Object.assign(github, await github.order("open", { enforceLimits, latency, hookTimeout }));
  return github;
}
