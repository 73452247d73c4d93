import { createHmac, randomUUID } from "node:crypto";

export interface SignedPost {
  readonly secret: string;
  readonly event: string;
  readonly payload: unknown;
  readonly guid?: string;
}

/** Posts a webhook as an App's hook does, signed over its bytes; answers the status. */
export async function postSigned(url: string, { secret, event, payload, guid }: SignedPost): Promise<number> {
  const body = JSON.stringify(payload);
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": guid ?? randomUUID(),
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
}
