/** Sends one batch and resolves with an answer for each of its items, in their order. */
export type SendBatch<T, A> = (batch: readonly T[]) => Promise<readonly A[]>;

export interface GroupCommitOptions<T, A> {
  readonly send: SendBatch<T, A>;
  readonly bytesOf: (item: T) => number;
  readonly maxItems: number;
  readonly maxBytes: number;
}

interface Waiting<T, A> {
  readonly item: T;
  readonly bytes: number;
  readonly resolve: (answer: A) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Gathers what arrives while the last batch is under way into the next one. Items are sent, and their promises settled,
 * in the order they were pushed; one item larger than the byte limit travels alone.
 */
export class GroupCommit<T, A> {
  readonly #options: GroupCommitOptions<T, A>;
  #queue: Waiting<T, A>[] = [];
  #busy = false;

  constructor(options: GroupCommitOptions<T, A>) {
    this.#options = options;
  }

  push(item: T): Promise<A> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ item, bytes: this.#options.bytesOf(item), resolve, reject });
      if (this.#busy) return;
      this.#busy = true;
      // Not at once: what arrives in this turn of the event loop shares the commit.
      setImmediate(() => void this.#flush());
    });
  }

  async #flush(): Promise<void> {
    while (this.#queue.length > 0) await this.#sendNext();
    this.#busy = false;
  }

  async #sendNext(): Promise<void> {
    const batch = this.#take();
    try {
      const answers = await this.#options.send(batch.map(({ item }) => item));
      for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  #take(): readonly Waiting<T, A>[] {
    let bytes = 0;
    const over = this.#queue.findIndex((waiting, index) => {
      bytes += waiting.bytes;
      return index >= this.#options.maxItems || (index > 0 && bytes > this.#options.maxBytes);
    });
    const batch = over < 0 ? this.#queue : this.#queue.slice(0, over);
    this.#queue = over < 0 ? [] : this.#queue.slice(over);
    return batch;
  }
}
