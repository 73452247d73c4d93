import type { DeadDelivery, ReplayOutcome, StoredRow } from "../../inbox/store.ts";

export type ReplayResult = ReplayOutcome["result"];

/** Where stored deliveries are asked for: the file itself, or the server that has it open. */
export interface ReplayDesk {
  /** When a delivery that is replayed here will run, to follow "It". */
  readonly runs: string;
  /** Latest first. */
  dead(): Promise<readonly DeadDelivery[]>;
  find(guid: string): Promise<StoredRow | undefined>;
  replay(guid: string, fresh: boolean): Promise<ReplayResult>;
  close(): Promise<void>;
}
