import type { Operations } from "./operation.ts";
import { asNumber, type Sql } from "./sql.ts";

/** Intents and what became of them. `since` is the moment of the intent that may have been acted on last. */
export function effectOperations(sql: Sql): Pick<Operations, "effectBegin" | "effectSettle"> {
  const intend = sql.prepare(
    `insert into effect (effect, state, since) values (?, 'begun', ?)
     on conflict (effect) do update set state = 'begun', since = excluded.since where state = 'refused'`,
  );
  const find = sql.prepare("select state, since from effect where effect = ?");
  const settle = sql.prepare(
    `insert into effect (effect, state, since) values (?, ?, ?)
     on conflict (effect) do update set state = excluded.state where state <> 'done'`,
  );
  return {
    effectBegin({ effect, now }) {
      if (intend.run(effect, now).changes > 0) return { state: "new", since: now };
      const [state, since] = find.first(effect) ?? [];
      return { state: state === "done" ? "done" : "unknown", since: asNumber(since) };
    },
    effectSettle: ({ effect, outcome, now }) => void settle.run(effect, outcome, now),
  };
}
