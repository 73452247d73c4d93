import { asNumber, asText, type Sql } from "./sql.ts";

/** What the database knows of a delivery that comes again. */
export interface KnownDelivery {
  readonly id: number;
  readonly isDead: boolean;
}

type Find = (delivery: { readonly guid: string; readonly hook: string }) => KnownDelivery | undefined;

/** Finds a delivery by its GUID and the hook that sent it. */
export function prepareFindKnown(sql: Sql): Find {
  const find = sql.prepare("select id, state from delivery where guid = ? and hook = ?");
  return ({ guid, hook }) => {
    const found = find.first(guid, hook);
    return found === undefined ? undefined : { id: asNumber(found[0]), isDead: asText(found[1]) === "dead" };
  };
}
