import { blobOperations } from "./blobs.ts";
import { deliveryEnds } from "./delivery-ends.ts";
import type { DeliveryIds } from "./delivery-ids.ts";
import { deliveryReads } from "./delivery-reads.ts";
import { deliveryWrites } from "./delivery-writes.ts";
import { effectOperations } from "./effects.ts";
import type { Operations } from "./operation.ts";
import { pruneOperations } from "./prune.ts";
import { recoverOperations } from "./recover.ts";
import { replayOperations } from "./replay.ts";
import type { Sql } from "./sql.ts";
import { valueOperations } from "./values.ts";

/** Prepares every statement once. */
export function prepareOperations(sql: Sql, ids: DeliveryIds): Operations {
  return {
    ...deliveryWrites(sql, ids),
    ...deliveryEnds(sql),
    ...deliveryReads(sql),
    ...recoverOperations(sql),
    ...replayOperations(sql),
    ...pruneOperations(sql),
    ...effectOperations(sql),
    ...blobOperations(sql),
    ...valueOperations(sql),
  };
}
