import { GroupCommit } from "../group-commit.ts";
import { InboxUnavailable } from "../inbox-unavailable.ts";
import type { StoreHealth } from "../store.ts";
import type { Timers } from "../timers.ts";
import { type ArgumentOf, isRead, type OperationName, type ResultOf } from "./operation.ts";
import type { Answer, Call } from "./run-batch.ts";
import { errorOf, refusalOf } from "./sqlite-errors.ts";

const maxItems = 256;
const maxBytes = 8 * 1024 * 1024;
const probeEveryMs = 1_000;

/** Where batches are run, one at a time. */
export interface StoreLink {
  /** Why nothing can be run any more. */
  readonly gone: Error | undefined;
  send(calls: readonly Call[]): Promise<readonly Answer[]>;
  close(): Promise<void>;
}

/** Calls on their way to the thread, and what their answers say about the disk. */
export class Channel {
  readonly #link: StoreLink;
  readonly #timers: Timers;
  readonly #commits: GroupCommit<Call, Answer>;
  #health: StoreHealth = { state: "open", detail: undefined };
  #closing: Promise<void> | undefined;

  constructor(link: StoreLink, timers: Timers) {
    this.#link = link;
    this.#timers = timers;
    this.#commits = new GroupCommit({ send: (calls) => link.send(calls), bytesOf, maxItems, maxBytes });
  }

  health(): StoreHealth {
    if (this.#link.gone === undefined || this.#health.state === "closed") return this.#health;
    return { state: "broken", detail: this.#link.gone.message };
  }

  async call<K extends OperationName>(name: K, argument: ArgumentOf<K>): Promise<ResultOf<K>> {
    if (this.#health.state === "closed") throw new InboxUnavailable("closed", "the inbox is closed");
    if (this.#health.state === "broken" && !isRead(name)) {
      throw new InboxUnavailable("corrupt", this.#health.detail ?? "");
    }
    const answer = await this.#commits.push({ name, argument });
    this.#learn(name, answer);
    if ("error" in answer) throw errorOf(answer.error);
    return answer.value as ResultOf<K>;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const last = this.#commits.push({ name: "deadCount", argument: null });
    this.#health = { state: "closed", detail: undefined };
    // A thread that is gone already has nothing left to say.
    await last.then(() => this.#link.close()).catch(() => undefined);
  }

  #learn(name: OperationName, answer: Answer): void {
    if (this.#health.state === "closed" || this.#health.state === "broken") return;
    if (!("error" in answer)) {
      if (!isRead(name)) this.#health = { state: "open", detail: undefined };
      return;
    }
    const reason = refusalOf(answer.error.code);
    if (reason === undefined) return;
    const was = this.#health.state;
    this.#health = { state: reason === "corrupt" ? "broken" : "unavailable", detail: answer.error.message };
    if (was === "open" && reason !== "corrupt") this.#probeLater();
  }

  /** Without traffic nobody else would find out that the disk has room again. */
  #probeLater(): void {
    this.#timers.after(probeEveryMs, () => {
      if (this.#health.state !== "unavailable") return;
      this.call("probe", null).catch(() => this.#probeLater());
    });
  }
}

/** The row's own fields, its indexes and the message around it. */
const overhead = 256;

function bytesOf({ argument }: Call): number {
  const { delivery, bytes } = (argument ?? {}) as { delivery?: { body: Uint8Array }; bytes?: Uint8Array };
  return overhead + (delivery?.body.byteLength ?? bytes?.byteLength ?? 0);
}
