interface Held<V> {
  readonly value: V;
  readonly bytes: number;
}

/** Keeps what was used last within a number of bytes; a value larger than half of that is not kept at all. */
export class ByteLru<V> {
  readonly #limit: number;
  readonly #held = new Map<string, Held<V>>();
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  get(key: string): V | undefined {
    const held = this.#held.get(key);
    if (!held) return undefined;
    this.#held.delete(key);
    this.#held.set(key, held);
    return held.value;
  }

  set(key: string, value: V, bytes: number): void {
    this.delete(key);
    const cost = bytes + key.length;
    if (cost > this.#limit / 2) return;
    this.#held.set(key, { value, bytes: cost });
    this.#bytes += cost;
    for (const oldest of this.#held.keys()) {
      if (this.#bytes <= this.#limit) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#bytes -= this.#held.get(key)?.bytes ?? 0;
    this.#held.delete(key);
  }

  deletePrefix(prefix: string): void {
    for (const key of this.#held.keys()) if (key.startsWith(prefix)) this.delete(key);
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.#bytes;
  }
}
