/** A value read at most once, shared by everyone who asks meanwhile; a failed read is forgotten. */
export class Once<T> {
  #value: Promise<T> | undefined;

  read(read: () => Promise<T>): Promise<T> {
    if (this.#value) return this.#value;
    const value = read();
    this.#value = value;
    value.catch(() => {
      if (this.#value === value) this.#value = undefined;
    });
    return value;
  }

  /** What was read, or is being read; undefined when nobody asked. */
  peek(): Promise<T> | undefined {
    return this.#value;
  }

  set(value: T): void {
    this.#value = Promise.resolve(value);
  }
}
