import type { Operations } from "./operation.ts";
import { asText, type Sql } from "./sql.ts";

/** Small values by key. */
export function valueOperations(sql: Sql): Pick<Operations, "valueGet" | "valueSet"> {
  const get = sql.prepare("select value from value where key = ?");
  const set = sql.prepare(
    `insert into value (key, value, until) values (?, ?, ?)
     on conflict (key) do update set value = excluded.value, until = excluded.until`,
  );
  return {
    valueGet({ key }) {
      const found = get.first(key);
      return found === undefined ? undefined : asText(found[0]);
    },
    valueSet: ({ key, value, until }) => void set.run(key, value, until),
  };
}
