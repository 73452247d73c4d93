import { groupFlag } from "./lane-jobs.ts";

interface Group {
  used: number;
  readonly waiting: (() => void)[];
}

/** How many of one group run at once in this process. */
export class GroupSlots {
  readonly #limit: number;
  readonly #groups = new Map<string, Group>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The flags of jobs that would only have to wait. */
  full(): string[] {
    return [...this.#groups].flatMap(([name, { used }]) => (used >= this.#limit ? [groupFlag(name)] : []));
  }

  /** Resolves when there is room; call the result when it is free again. */
  async take(name: string): Promise<() => void> {
    const group = this.#groups.get(name) ?? { used: 0, waiting: [] };
    this.#groups.set(name, group);
    // The place of the one who leaves goes to the one who waits longest.
    if (group.used >= this.#limit) await new Promise<void>((resolve) => group.waiting.push(resolve));
    else group.used++;
    return () => this.#free(name, group);
  }

  #free(name: string, group: Group): void {
    const next = group.waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    group.used--;
    if (group.used === 0) this.#groups.delete(name);
  }
}
