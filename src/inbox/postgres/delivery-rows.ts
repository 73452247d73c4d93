import type { PendingDelivery, StepRecord, StepState } from "../store.ts";
import { nullable, numberIn, textIn } from "./cells.ts";
import type { Row, Session } from "./database.ts";

/** The columns that `pendingOf` reads. */
export const pendingColumns =
  "id, hook, guid, event, lane, grp, size, received_at, attempts, failures, crashes, since, not_before";

/** Reads `pendingColumns`. */
export function pendingOf(row: Row): PendingDelivery {
  return {
    id: numberIn(row, "id"),
    hook: textIn(row, "hook"),
    guid: textIn(row, "guid"),
    event: textIn(row, "event"),
    lane: textIn(row, "lane"),
    group: textIn(row, "grp"),
    size: numberIn(row, "size"),
    receivedAt: numberIn(row, "received_at"),
    attempts: numberIn(row, "attempts"),
    failures: numberIn(row, "failures"),
    crashes: numberIn(row, "crashes"),
    since: numberIn(row, "since"),
    notBefore: numberIn(row, "not_before"),
  };
}

/** What is known of a delivery's steps. */
export async function readSteps(session: Session, id: number): Promise<readonly StepRecord[]> {
  const rows = await session.query(
    `select step, state, tries, error from bowsprit.step where delivery = $1 order by step collate "C"`,
    [id],
  );
  return rows.map((row) => ({
    step: textIn(row, "step"),
    state: stepState(row.state),
    tries: numberIn(row, "tries"),
    error: nullable(textIn, row, "error"),
  }));
}

function stepState(cell: unknown): StepState {
  return cell === "done" || cell === "dead" ? cell : "failed";
}
