import { iso, type Json } from "../render/rendering.ts";
import type { Sent } from "./hook-sender.ts";

/** GitHub's `hook-delivery-item`. */
export function renderDelivery(sent: Sent): Json {
  return {
    id: sent.id,
    guid: sent.guid,
    delivered_at: iso(sent.at),
    redelivery: sent.redelivery,
    duration: sent.duration,
    status: sent.status,
    status_code: sent.statusCode,
    event: sent.event,
    action: sent.action,
    installation_id: sent.installation,
    repository_id: sent.repository,
    throttled_at: null,
  };
}

/** GitHub's `hook-delivery`, with what was sent and answered. */
export function renderFullDelivery(sent: Sent): Json {
  return {
    ...renderDelivery(sent),
    url: sent.url,
    request: { headers: sent.requestHeaders, payload: sent.payload },
    response: { headers: sent.responseHeaders, payload: sent.responseBody },
  };
}
