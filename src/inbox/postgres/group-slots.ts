import { groupFlag } from "./lane-jobs.ts";

/** How many of one group run at once in this process. */
export class GroupSlots {
  readonly #limit: number;
  readonly #used = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The flags of jobs for which there is no room. */
  full(): string[] {
    return [...this.#used].flatMap(([group, used]) => (used >= this.#limit ? [groupFlag(group)] : []));
  }

  /** Undefined when there is no room; else call the result when it is free again. */
  take(group: string): (() => void) | undefined {
    const used = this.#used.get(group) ?? 0;
    if (used >= this.#limit) return undefined;
    this.#used.set(group, used + 1);
    return () => this.#free(group);
  }

  #free(group: string): void {
    const left = (this.#used.get(group) ?? 0) - 1;
    if (left > 0) this.#used.set(group, left);
    else this.#used.delete(group);
  }
}
