import type { SharedBudgets, Spending } from "../inbox.ts";
import type { Timers } from "../timers.ts";
import { numberIn } from "./cells.ts";
import type { Database } from "./database.ts";
import { insist } from "./insist.ts";

/** Budgets as rows that all replicas spend from: none has a part of its own, and no restart fills them up. */
export function sharedBudgets(database: Database, timers: Timers): SharedBudgets {
  return { spend: (spending) => insist(() => spend(database, spending), timers) };
}

async function spend(database: Database, { budgets, patienceMs, durable }: Spending): Promise<number> {
  const values = [
    budgets.map(({ name }) => name),
    budgets.map(({ cost }) => cost),
    budgets.map(({ burst }) => burst),
    budgets.map(({ perMs }) => perMs),
  ];
  const [row] = await database.query(
    `select bowsprit.spend($1::text[], $2::double precision[], $3::double precision[], $4::double precision[],
       $5::double precision, $6::boolean) as wait`,
    [...values, patienceMs, durable],
  );
  if (row === undefined) throw new TypeError("no answer to what a budget has");
  return Math.ceil(numberIn(row, "wait"));
}
