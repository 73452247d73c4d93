import type { StoredDelivery } from "./inbox.ts";
import { wholeDelivery } from "./run-delivery.ts";
import type { DeliveryContent, PendingDelivery } from "./store.ts";

/** A delivery as its handler and its observer see it, with the steps that ended in earlier attempts. */
export function storedDelivery(
  row: PendingDelivery,
  content: DeliveryContent | undefined,
  attempt: number,
): Omit<StoredDelivery, "body"> {
  const { id, hook, guid, event, lane, group, receivedAt } = row;
  const ended = (content?.steps ?? []).filter(({ step, state }) => state !== "failed" && step !== wholeDelivery);
  const doneSteps = new Set(ended.map(({ step }) => step));
  return { id, hook, guid, event, lane, group, receivedAt, attempt, doneSteps };
}
