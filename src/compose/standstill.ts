/** Tells from looks at a counter how long it has not moved, by a measure that grows with the work of whoever moves it. */
export class Standstill {
  #count: number | undefined;
  #since = 0;

  /** What was done since it was first seen where it is, in the measure's unit. */
  look(count: number, measure: number): number {
    if (count !== this.#count) {
      this.#count = count;
      this.#since = measure;
    }
    return measure - this.#since;
  }
}
