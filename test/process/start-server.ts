import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { type Ended, printed, type Running, startNode } from "./start-node.ts";

export const SECRET = "a secret for the process";

/** A directory with what a server needs, and the environment that names it. */
export interface ServerHome {
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  remove(): void;
}

/** Everything an administrator would write, on loopback and a free port. */
export function serverHome(sandbox: Sandbox, pluginsFile: string): ServerHome {
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-process-"));
  writeFileSync(join(directory, "plugins.yaml"), pluginsFile);
  const env = {
    APP_ID: String(sandbox.app.id),
    PRIVATE_KEY: sandbox.app.privateKey,
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: sandbox.url,
    GITHUB_LIMITS: "off",
    HOST: "127.0.0.1",
    PORT: "0",
    LOG_FORMAT: "json",
  };
  return { directory, env, remove: () => rmSync(directory, { recursive: true }) };
}

export interface RunningServer extends Running {
  readonly port: number;
  readonly url: string;
  /** Sends a signal and resolves when the process has ended. */
  end(signal: NodeJS.Signals): Promise<Ended>;
  /** Deliveries that have not ended, as `/readyz` tells. */
  pending(): Promise<number>;
}

const LISTENING = /\{.*"port":(\d+).*"msg":"listening for webhooks"\}/;

/** Starts the server in a process of its own; resolves when it listens. */
export async function startServer({ directory, env }: ServerHome): Promise<RunningServer> {
  const running = startNode("src/main.ts", { cwd: directory, env });
  const [, port] = await printed(running, LISTENING);
  const url = `http://127.0.0.1:${port}`;
  return {
    ...running,
    port: Number(port),
    url,
    end(signal) {
      running.child.kill(signal);
      return running.ended;
    },
    async pending() {
      const answer = await fetch(`${url}/readyz`);
      const found = /(\d+) pending/.exec(await answer.text());
      if (found === null) throw new Error("/readyz says nothing of what is pending");
      return Number(found[1]);
    },
  };
}
