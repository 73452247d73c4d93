import { invalid, Refusal } from "../refusal.ts";
import type { Call } from "./call.ts";

/** A text of the body; undefined when it is absent. */
export function text(call: Call, field: string): string | undefined {
  const value = call.body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string")
    throw new Refusal(422, `Invalid request.\n\nFor 'properties/${field}', ${JSON.stringify(value)} is not a string.`);
  return value;
}

export function requiredText(call: Call, field: string, resource: string): string {
  const value = text(call, field);
  if (value === undefined) throw invalid(resource, field, "missing_field");
  return value;
}

/** A list of texts in the body; undefined when it is absent. */
export function texts(call: Call, field: string): string[] | undefined {
  const value = call.body[field];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    throw new Refusal(422, `Invalid request.\n\nFor 'properties/${field}', ${JSON.stringify(value)} is not an array.`);
  }
  return value;
}
