import { createHash, createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** The hook of what an operator puts into the inbox by hand; no request can name it, because of its parentheses. */
export const REPLAY_HOOK = "(replay)";

/** The hook of requests that name none, as `bowsprit send` and `bowsprit replay` do. */
const DIRECT = "direct";

const SHAPE = /^replay-([0-9a-f-]{36})-([0-9a-f]{32})$/;

/** What is known of a delivery before it runs. */
interface Arrived {
  readonly hook?: string;
  readonly guid: string;
  readonly body: Uint8Array;
}

/** A delivery id that says, under the webhook's secret, that this body is to run again although its text ran before. */
export function deliberateGuid(body: Uint8Array, secret: string): string {
  const id = randomUUID();
  return `replay-${id}-${seal(id, body, secret)}`;
}

/** Whether somebody who knows the secret, or has the inbox itself, wants this text obeyed once more. */
export function isDeliberate({ hook, guid, body }: Arrived, secrets: readonly string[]): boolean {
  if (hook === REPLAY_HOOK) return true;
  const [, id, given] = SHAPE.exec(guid) ?? [];
  if (hook !== DIRECT || id === undefined || given === undefined) return false;
  return secrets.some((secret) => timingSafeEqual(Buffer.from(seal(id, body, secret)), Buffer.from(given)));
}

function seal(id: string, body: Uint8Array, secret: string): string {
  const digest = createHash("sha256").update(body).digest("hex");
  return createHmac("sha256", secret).update(`replay ${id} ${digest}`).digest("hex").slice(0, 32);
}
