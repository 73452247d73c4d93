/**
 * Waits until every write has ended, then rejects with the first failure if there was one. `Promise.all` would let a
 * step end while its other requests are still under way.
 */
export async function settleAll(writes: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(writes);
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}
