/** One webhook, as the inbox keeps it. */
export interface Delivery {
  readonly guid: string;
  /** Which hook sent it: ids are unique per event, not per hook. */
  readonly hook?: string;
  readonly event: string;
  readonly body: Uint8Array;
  readonly receivedAt: number;
  /** Steps that ended in an earlier attempt and must not run again. */
  readonly doneSteps: ReadonlySet<string>;
}

export interface DispatchRun {
  /** Fires when the process stops or the delivery's time is up. */
  readonly signal: AbortSignal;
  /** Records that a step ended for good; resolves when that is on disk. */
  finishStep(step: string): Promise<void>;
}
