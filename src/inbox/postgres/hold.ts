import type { Session } from "./database.ts";

/** A replica's right to one delivery: it ends when the replica is taken for dead. */
export interface Hold {
  readonly id: number;
  /** The replica, anew after each loss of its lease. */
  readonly owner: string;
  readonly attempt: number;
}

/** The delivery is no longer this replica's: it came too late, and another one runs it. Nothing was written. */
export class HoldLost extends Error {
  override readonly name = "HoldLost";

  constructor() {
    super("This process was taken for dead; another one has the delivery.");
  }
}

/** True while the hold holds; the row cannot change hands before the transaction ends. */
export async function stillHeld(session: Session, { id, owner, attempt }: Hold): Promise<boolean> {
  const rows = await session.query(
    `select 1 from bowsprit.delivery where id = $1 and owner = $2 and attempts = $3 and state = 'pending' for share`,
    [id, owner, attempt],
  );
  return rows.length > 0;
}
