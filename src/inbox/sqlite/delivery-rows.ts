import type { PendingDelivery, StepRecord, StepState } from "../store.ts";
import { asNumber, asText, orNull, type Sql } from "./sql.ts";

/** The columns that `pendingOf` reads, in its order. */
export const pendingColumns =
  "id, hook, guid, event, lane, grp, size, received_at, attempts, failures, crashes, since, not_before";

/** Reads `pendingColumns`. */
export function pendingOf(row: readonly unknown[]): PendingDelivery {
  return {
    id: asNumber(row[0]),
    hook: asText(row[1]),
    guid: asText(row[2]),
    event: asText(row[3]),
    lane: asText(row[4]),
    group: asText(row[5]),
    size: asNumber(row[6]),
    receivedAt: asNumber(row[7]),
    attempts: asNumber(row[8]),
    failures: asNumber(row[9]),
    crashes: asNumber(row[10]),
    since: asNumber(row[11]),
    notBefore: asNumber(row[12]),
  };
}

/** Reads what is known of a delivery's steps. */
export function prepareSteps(sql: Sql): (id: number) => readonly StepRecord[] {
  const steps = sql.prepare("select step, state, tries, error from step where delivery = ? order by step");
  return (id) =>
    steps.all(id).map(([step, state, tries, error]) => ({
      step: asText(step),
      state: stepState(state),
      tries: asNumber(tries),
      error: orNull(asText, error),
    }));
}

function stepState(cell: unknown): StepState {
  return cell === "done" || cell === "dead" ? cell : "failed";
}
