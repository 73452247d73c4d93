import type { Clock } from "../../clock.ts";

interface Remembered {
  readonly value: Promise<unknown>;
  readonly until: number;
}

/** Remembers answers for a time, counted from the question. Failures are not remembered; askers at once share one question. */
export class TimedCache {
  readonly #clock: Clock;
  readonly #ttl: number;
  readonly #limit: number;
  readonly #entries = new Map<string, Remembered>();

  constructor(clock: Clock, ttlMs: number, limit = 10_000) {
    this.#clock = clock;
    this.#ttl = ttlMs;
    this.#limit = limit;
  }

  /** The caller answers for one key always holding one type. */
  get<T>(key: string, read: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (known && known.until > this.#clock.now()) return known.value as Promise<T>;
    const value = read();
    const entry = { value, until: this.#clock.now() + this.#ttl };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#evict();
    value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return value;
  }

  /** What is remembered now, without asking; it may still be on its way. */
  peek<T>(key: string): Promise<T> | undefined {
    const known = this.#entries.get(key);
    return known && known.until > this.#clock.now() ? (known.value as Promise<T>) : undefined;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  deletePrefix(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }

  #evict(): void {
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#limit && oldest !== undefined) this.#entries.delete(oldest);
  }
}
