import { byteOrder } from "../byte-order.ts";
import { formatGoFloat32 } from "./go-number.ts";
import type { GoValue } from "./go-yaml.ts";
import { GoYamlError } from "./go-yaml-error.ts";
import type { GoScalar } from "./go-yaml-scalar.ts";

/**
 * A map's entries as Go's encoding/json meets them after sigs.k8s.io/yaml turned the keys into strings: in byte order.
 * @throws GoYamlError for a key that JSON cannot have, or a value that is not a map.
 */
export function jsonEntries(value: GoValue): readonly (readonly [key: string, value: GoValue])[] {
  if (!(value instanceof Map)) throw mismatch(value, "an object");
  const entries = new Map<string, GoValue>();
  for (const [key, item] of value) entries.set(jsonKey(key), item);
  return [...entries].sort(([a], [b]) => byteOrder(a, b));
}

function jsonKey(key: GoScalar): string {
  if (typeof key === "string") return key;
  if (typeof key === "boolean") return String(key);
  if (typeof key === "bigint" && key < 2n ** 63n) return String(key);
  if (typeof key !== "number") throw new GoYamlError(`unsupported map key: ${key}`);
  if (Number.isNaN(key)) return ".nan";
  const text = formatGoFloat32(key);
  return text.endsWith("Inf") ? text.replace("Inf", ".inf").replace("+", "") : text;
}

/**
 * Walks a part of the file that nobody reads, because Go fails the whole file when JSON cannot hold it.
 * @throws GoYamlError for infinities, NaN and impossible keys anywhere inside.
 */
export function requireJson(value: GoValue): void {
  if (typeof value === "number" && !Number.isFinite(value)) throw new GoYamlError(`unsupported value: ${value}`);
  if (Array.isArray(value)) for (const item of value) requireJson(item);
  if (value instanceof Map) for (const [, item] of jsonEntries(value)) requireJson(item);
}

/** The one of `names` that Go's case folding makes equal to the key; the exact name first. */
export function fieldNamed<Name extends string>(names: readonly Name[], key: string): Name | undefined {
  const folded = fold(key);
  return names.find((name) => name === key) ?? names.find((name) => fold(name) === folded);
}

/** The long s and the Kelvin sign are the two characters outside ASCII that fold into it. */
function fold(name: string): string {
  return name
    .replaceAll("\u017F", "s")
    .replaceAll("\u212A", "k")
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The error of a value that a field cannot take. */
export function mismatch(value: GoValue, wanted: string): GoYamlError {
  return new GoYamlError(`cannot unmarshal ${describe(value)} into ${wanted}`);
}

function describe(value: GoValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return value instanceof Map ? "object" : typeof value;
}
