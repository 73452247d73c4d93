import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { SECRET } from "./bot-process.ts";

/** A webhook to be sent. */
export interface Hook {
  readonly event: string;
  readonly guid: string;
  readonly body: Buffer;
}

/** What the sender saw: accepted (2xx), refused, or unknown (no answer). */
export type Fate = "accepted" | "refused" | "unknown";

export interface Reply {
  readonly fate: Fate;
  readonly status: number;
  readonly ms: number;
  /** Whether it went over a connection that was open before; else a new one was made for it. */
  readonly reused: boolean;
}

/** Sends as GitHub does: signed over the bytes, one attempt, ten seconds, connections kept open. */
export class Sender {
  private readonly agent: Agent;

  constructor(connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  send(url: string, hook: Hook, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    const begun = performance.now();
    return new Promise((resolve) => {
      const end = (fate: Fate, status: number) => {
        clearTimeout(timer);
        resolve({ fate, status, ms: performance.now() - begun, reused: outgoing.reusedSocket });
      };
      const outgoing = request(
        `${url}/hook`,
        { method: "POST", agent: this.agent, headers: { ...headersOf(hook), ...headers } },
        (incoming) => {
          const status = incoming.statusCode ?? 0;
          incoming.resume();
          incoming.on("end", () => end(status >= 200 && status < 300 ? "accepted" : "refused", status));
          incoming.on("error", () => end("unknown", 0));
        },
      );
      const timer = setTimeout(() => {
        end("unknown", 0);
        outgoing.destroy();
      }, 10_000);
      outgoing.on("error", () => end("unknown", 0));
      outgoing.end(hook.body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

export function headersOf({ event, guid, body }: Hook): Record<string, string> {
  return {
    "content-type": "application/json",
    "content-length": String(body.length),
    "user-agent": "GitHub-Hookshot/5a4d0bx",
    "x-github-delivery": guid,
    "x-github-event": event,
    "x-github-hook-id": "77",
    "x-github-hook-installation-target-id": "4242",
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature-256": signatureOf(body),
  };
}

export function signatureOf(body: Buffer, secret: string = SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/** A push that moves a branch: wanted wherever a plugin is enabled, and done without a word to GitHub. */
export function pushHook(number: number, size = 2_000): Hook {
  const branch = `b${number % 500}`;
  const payload = {
    ref: `refs/heads/${branch}`,
    before: "0".repeat(40),
    after: number.toString(16).padStart(40, "a"),
    created: false,
    deleted: false,
    forced: false,
    repository: {
      id: 9_000 + (number % 50),
      name: `boats-${number % 50}`,
      full_name: `harbour/boats-${number % 50}`,
      default_branch: "main",
      private: false,
      owner: { login: "harbour", id: 8_000, type: "Organization" },
    },
    sender: { login: "sam", id: 7_000, type: "User" },
    installation: { id: 1 },
    commits: [],
    pusher: { name: "sam" },
    padding: "",
  };
  payload.padding = "p".repeat(Math.max(0, size - JSON.stringify(payload).length));
  return { event: "push", guid: `prove-${number}`, body: Buffer.from(JSON.stringify(payload)) };
}

/** The value below which this part (0 to 1) of the numbers lies. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
