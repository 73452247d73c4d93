import type { Worker } from "node:worker_threads";
import { InboxRefused, InboxUnavailable } from "../inbox-unavailable.ts";
import type { StoreLoss } from "../store.ts";
import type { StoreLink } from "./channel.ts";
import type { Answer, Call } from "./run-batch.ts";
import type { StoreReply } from "./store-worker.ts";

/** The thread as a pair of promises: one request is under way at a time. */
export class WorkerLink implements StoreLink {
  readonly #worker: Worker;
  #answer: ((reply: StoreReply) => void) | undefined;
  #fail: ((reason: Error) => void) | undefined;
  /** Why the thread is gone. */
  #gone: InboxUnavailable | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("message", (reply: StoreReply) => this.#answer?.(reply));
    worker.on("error", (error) => this.#lose(error.message));
    worker.on("exit", () => this.#lose("its thread ended"));
  }

  get gone(): Error | undefined {
    return this.#gone;
  }

  async opened(): Promise<StoreLoss | undefined> {
    const reply = await this.#reply().catch(() => {
      throw new InboxRefused(`The inbox cannot be opened: ${firstLine(this.#gone?.detail)}.`);
    });
    if (reply.kind === "refused") throw new InboxRefused(reply.message);
    return reply.kind === "opened" ? reply.loss : undefined;
  }

  async send(calls: readonly Call[]): Promise<readonly Answer[]> {
    const reply = await this.#ask(calls);
    return reply.kind === "answers" ? reply.answers : [];
  }

  /** Resolves when the thread has ended: only then is the file let go. */
  async close(): Promise<void> {
    if (this.#gone !== undefined) return;
    const ended = new Promise((resolve) => this.#worker.once("exit", resolve));
    this.#worker.postMessage(null);
    await ended;
  }

  #ask(request: readonly Call[]): Promise<StoreReply> {
    if (this.#gone === undefined) this.#worker.postMessage(request);
    return this.#reply();
  }

  #reply(): Promise<StoreReply> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== undefined) return reject(this.#gone);
      this.#answer = resolve;
      this.#fail = reject;
    });
  }

  #lose(detail: string): void {
    this.#gone ??= new InboxUnavailable("io", detail);
    this.#fail?.(this.#gone);
  }
}

/** What is said of a missing module goes on with where it was looked for. */
function firstLine(detail = "its thread ended"): string {
  return (detail.split("\n", 1)[0] ?? "").replace(/\.$/, "");
}
