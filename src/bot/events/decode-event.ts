import type { EventName, Events } from "../../plugin-kit/events.ts";
import { eventShapes } from "./event-shapes.ts";
import { isObject } from "./payload-shape.ts";

/** One event whose payload has the fields its name promises. */
export type BotEvent = { readonly [E in EventName]: { readonly name: E; readonly payload: Events[E] } }[EventName];

/** What a delivery's header and bytes turned out to be. */
export type DecodedEvent =
  | { readonly kind: "event"; readonly event: BotEvent }
  | { readonly kind: "ignored"; readonly reason: string; readonly isMisshapen?: true }
  | { readonly kind: "malformed" };

/** Reads the bytes of a delivery; malformed when they are not a JSON object. Never throws. */
export function decodeEvent(header: string, body: Uint8Array): DecodedEvent {
  const payload = parseObject(body);
  return payload === undefined ? { kind: "malformed" } : decodePayload(header, payload);
}

/** Tells which event an object is. The header is not signed, so a payload of another shape is ignored with a reason. */
export function decodePayload(header: string, payload: Readonly<Record<string, unknown>>): DecodedEvent {
  const name = typeof payload.action === "string" ? `${header}.${payload.action}` : header;
  const check = eventShapes.get(name);
  if (check === undefined) return { kind: "ignored", reason: "no plugin can listen to this event" };
  const wrong = check(payload, "payload");
  if (wrong !== undefined) return { kind: "ignored", reason: `not the shape of ${name}: ${wrong}`, isMisshapen: true };
  return { kind: "event", event: { name, payload } as unknown as BotEvent };
}

/** The JSON object in the bytes, or undefined when there is none. */
export function parseObject(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
    return isObject(value) ? value : undefined;
  } catch {
    // Whatever JSON.parse dislikes, too deep or not JSON at all, is not an event.
    return undefined;
  }
}
