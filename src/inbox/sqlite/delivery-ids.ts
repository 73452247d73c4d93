import { asNumber, type Sql } from "./sql.ts";

/** Numbers for deliveries, in the order of their arrival: each is higher than all that were given before. */
export class DeliveryIds {
  #last: number;

  constructor(sql: Sql) {
    this.#last = asNumber(sql.prepare("select coalesce(max(id), 0) from delivery").first()?.[0]);
  }

  next(): number {
    this.#last++;
    return this.#last;
  }

  /** This number is in use. */
  taken(id: number): void {
    this.#last = Math.max(this.#last, id);
  }
}
