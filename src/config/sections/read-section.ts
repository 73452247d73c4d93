import { z } from "zod";
import type { ConfigProblem } from "../config-error.ts";
import { didYouMean } from "../nearest-name.ts";
import { printable } from "../printable.ts";
import {
  findEntry,
  isNull,
  placeAt,
  placeOf,
  toPlain,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from "../yaml/yaml-tree.ts";

/** What a schema makes of a part of a file. */
export interface SectionReading {
  /** Undefined when a problem is an error. */
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** Keys that the schema does not know. */
  readonly unknown: readonly UnknownKey[];
}

export interface UnknownKey {
  readonly entry: YamlEntry;
  readonly known: readonly string[];
}

/**
 * Reads a node as Go's encoding/json would fill the schema's shape: keys without regard to case, null as absent, a
 * scalar's source text where text is wanted; then lets the schema judge, and puts each complaint at its line.
 * `name` is how problems call the node, such as `lgtm`.
 */
export function readSection(node: YamlNode, schema: z.ZodType, name: string): SectionReading {
  const unknown: UnknownKey[] = [];
  const parsed = schema.safeParse(shape(node, schema, unknown));
  if (parsed.success) return { value: parsed.data, problems: [], unknown };
  const problems = parsed.error.issues.flatMap((issue) => {
    const place = placeAt(node, issue.path);
    return [{ ...place, severity: "error" as const, message: sentenceOf(issue, pathText(name, issue.path)) }];
  });
  return { value: undefined, problems, unknown };
}

/** A warning for a key that nothing reads, with the nearest one that something does. */
export function unknownKeyProblem({ entry, known }: UnknownKey): ConfigProblem {
  const message = `unknown key ${printable(entry.key)}${didYouMean(entry.key, known)}`;
  return { ...placeOf(entry), severity: "warning", message };
}

function shape(node: YamlNode, schema: unknown, unknown: UnknownKey[]): unknown {
  const base = unwrap(schema, node);
  if (base instanceof z.ZodString || base instanceof z.ZodEnum) return textOf(node);
  if (isNull(node)) return undefined;
  if (base instanceof z.ZodObject && node.kind === "map") return shapeObject(node, base, unknown);
  if (base instanceof z.ZodArray && node.kind === "list") {
    return node.items.map((item) => shape(item, base.element, unknown) ?? (isNull(item) ? "" : undefined));
  }
  if (base instanceof z.ZodRecord && node.kind === "map") return shapeRecord(node, base, unknown);
  return toPlain(node);
}

function textOf(node: YamlNode): unknown {
  if (node.kind !== "scalar") return toPlain(node);
  return node.value === null ? undefined : node.text;
}

function shapeObject(map: YamlMap, schema: z.ZodObject, unknown: UnknownKey[]): unknown {
  const object = Object.create(null) as Record<string, unknown>;
  const known = Object.keys(schema.shape);
  for (const key of known) {
    const entry = findEntry(map, key);
    const value = entry === undefined ? undefined : shape(entry.value, schema.shape[key], unknown);
    if (value !== undefined) object[key] = value;
  }
  const names = new Set(known.map((key) => key.toLowerCase()));
  for (const entry of map.entries.values()) {
    if (!names.has(entry.key.toLowerCase())) unknown.push({ entry, known });
  }
  return object;
}

function shapeRecord(map: YamlMap, schema: z.ZodRecord, unknown: UnknownKey[]): unknown {
  const object = Object.create(null) as Record<string, unknown>;
  for (const entry of map.entries.values()) {
    const value = shape(entry.value, schema.valueType, unknown);
    if (value !== undefined) object[entry.key] = value;
  }
  return object;
}

/** The schema inside optional, default, preprocess and the like; of a union the member that fits the node's kind. */
function unwrap(schema: unknown, node: YamlNode): unknown {
  let inner = schema;
  for (let steps = 0; steps < 50; steps += 1) {
    if (inner instanceof z.ZodUnion) inner = memberFor(inner.options, node);
    else if (inner instanceof z.ZodPipe) inner = inner.def.in instanceof z.ZodTransform ? inner.def.out : inner.def.in;
    else if (inner instanceof z.ZodLazy) inner = inner.def.getter();
    else if (isWrapper(inner)) inner = inner.def.innerType;
    else return inner;
  }
  return inner;
}

function memberFor(options: readonly unknown[], node: YamlNode): unknown {
  const kinds = {
    map: [z.ZodObject, z.ZodRecord],
    list: [z.ZodArray],
    scalar: [z.ZodString, z.ZodNumber, z.ZodBoolean, z.ZodEnum],
  }[node.kind];
  const fits = (option: unknown) => kinds.some((kind) => unwrap(option, node) instanceof kind);
  return options.find(fits) ?? options[0];
}

function isWrapper(schema: unknown): schema is { def: { innerType: unknown } } {
  const wrappers = [
    z.ZodOptional,
    z.ZodNullable,
    z.ZodDefault,
    z.ZodPrefault,
    z.ZodCatch,
    z.ZodReadonly,
    z.ZodNonOptional,
  ];
  return wrappers.some((wrapper) => schema instanceof wrapper);
}

const wanted: ReadonlyMap<string, string> = new Map([
  ["boolean", "true or false, without quotes"],
  ["number", "a number without quotes"],
  ["int", "a whole number without quotes"],
  ["string", "text"],
  ["array", "a list, each item on its own line after a dash"],
  ["object", "a map, each key on its own line with a colon"],
  ["record", "a map, each key on its own line with a colon"],
]);

function sentenceOf(issue: z.core.$ZodIssue, path: string): string {
  switch (issue.code) {
    case "invalid_type":
      return `${path} must be ${wanted.get(issue.expected) ?? issue.expected}`;
    case "invalid_value":
      return `${path} must be one of ${issue.values.map((value) => printable(String(value))).join(", ")}`;
    case "invalid_union":
      return `${path} has none of the forms it may have; see the documentation of this key`;
    case "too_small":
      return `${path} must be at least ${issue.minimum}${issue.origin === "string" ? " characters long" : ""}`;
    case "too_big":
      return `${path} must be at most ${issue.maximum}${issue.origin === "string" ? " characters long" : ""}`;
    default:
      return `${path}: ${printable(issue.message, 300).slice(1, -1).replaceAll('\\"', '"')}`;
  }
}

function pathText(name: string, path: readonly PropertyKey[]): string {
  const steps = path.map((step) =>
    typeof step === "number" ? `[${step}]` : `.${printable(String(step)).slice(1, -1)}`,
  );
  return name + steps.join("");
}
