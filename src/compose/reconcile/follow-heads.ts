import { parseObject } from "../../bot/events/decode-event.ts";
import { isObject } from "../../bot/events/payload-shape.ts";
import type { DeliveryHandler } from "../../inbox/inbox.ts";
import type { KnownHeads } from "./known-heads.ts";
import { RECONCILE_HOOK } from "./missed-event.ts";

interface HeardPull {
  readonly action: string;
  readonly repository: number;
  readonly number: number;
  readonly head: string;
}

/** With these the bot has dealt with the head they name. */
const DEALT_WITH: ReadonlySet<string> = new Set(["opened", "reopened", "synchronize"]);

/** The handler that remembers the heads which were dealt with, and leaves out made-up events of heads heard since. */
export function followingHeads(heads: KnownHeads, handle: DeliveryHandler): DeliveryHandler {
  return async (delivery, run) => {
    const heard = delivery.event === "pull_request" ? read(delivery.body) : undefined;
    if (heard === undefined) return handle(delivery, run);
    const { action, repository, number, head } = heard;
    if (delivery.hook === RECONCILE_HOOK && (await heads.of(repository, number)) === head) return;
    await handle(delivery, run);
    if (DEALT_WITH.has(action)) await heads.note(repository, number, head);
    else if (action === "closed") await heads.close(repository, number, head);
  };
}

function read(body: Uint8Array): HeardPull | undefined {
  const { action, pull_request: pull, repository } = parseObject(body) ?? {};
  if (typeof action !== "string" || !isObject(pull) || !isObject(repository) || !isObject(pull.head)) return undefined;
  const { number, head } = pull;
  const { id } = repository;
  if (typeof number !== "number" || typeof id !== "number" || typeof head.sha !== "string") return undefined;
  return { action, repository: id, number, head: head.sha };
}
