import { asNumber, type Sql } from "./sql.ts";

/** The sums of all bodies and blobs, and how far pruning has walked. */
export type TallyName = "body" | "blob" | "swept at" | "swept id";

/** Sums that would be slow to count, changed in the transaction that changes what they sum. */
export interface Tally {
  add(name: TallyName, amount: number): void;
  read(name: TallyName): number;
  set(name: TallyName, amount: number): void;
}

/** The tally of one connection. */
export function prepareTally(sql: Sql): Tally {
  const add = sql.prepare("update tally set amount = amount + ? where name = ?");
  const read = sql.prepare("select amount from tally where name = ?");
  const set = sql.prepare("update tally set amount = ? where name = ?");
  return {
    add: (name, amount) => void add.run(amount, name),
    read: (name) => asNumber(read.first(name)?.[0]),
    set: (name, amount) => void set.run(amount, name),
  };
}
