import { z } from "zod";
import { code } from "./markdown.ts";

/** One key of a section: its path below the section, its type, its default, what it means. */
export type SchemaRow = readonly [key: string, type: string, standard: string, meaning: string];

interface Json {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Json[];
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly defaultValue?: unknown;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
  readonly items?: Json;
  readonly additionalProperties?: Json | boolean;
}

/** What a section is as a whole: a list of entries with `repos`, or one map for all. */
export function isScopedList(schema: z.ZodType): boolean {
  return shapeOf(toJson(schema)).items?.properties?.repos !== undefined;
}

/** Every key that a schema takes, down to the last; a key without a description is an error. */
export function schemaRows(schema: z.ZodType): readonly SchemaRow[] {
  const root = shapeOf(toJson(schema));
  return rowsBelow(root.items === undefined ? root : shapeOf(root.items), "");
}

function toJson(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, { io: "input" }) as Json;
}

/** The schema without the null that stands for an absent key. */
function shapeOf({ anyOf, ...json }: Json): Json {
  const [only, ...others] = anyOf?.filter(({ type }) => type !== "null") ?? [];
  return only === undefined || others.length > 0 ? json : { ...only, ...json };
}

function rowsBelow(json: Json, path: string): readonly SchemaRow[] {
  return Object.entries(json.properties ?? {}).flatMap(([key, value]) => {
    const name = path === "" ? key : `${path}.${key}`;
    return rowsOf(shapeOf(value), name, json.required?.includes(key) ?? false);
  });
}

function rowsOf(json: Json, name: string, required: boolean): readonly SchemaRow[] {
  if (json.description === undefined) throw new Error(`${name} has no description`);
  const row: SchemaRow = [code(name), typeOf(json), required ? "must be given" : standardOf(json), json.description];
  return [row, ...innerRows(json, name)];
}

function innerRows(json: Json, name: string): readonly SchemaRow[] {
  const item = json.items === undefined ? undefined : shapeOf(json.items);
  if (item?.properties !== undefined) return rowsBelow(item, `${name}[]`);
  if (typeof json.additionalProperties !== "object") return rowsBelow(json, name);
  const value = shapeOf(json.additionalProperties);
  const scope = `${name}.<name>`;
  return value.items?.properties === undefined ? rowsBelow(value, scope) : innerRows(value, scope);
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ["boolean", "true or false"],
  ["string", "text"],
  ["integer", "whole number"],
]);

function typeOf(json: Json): string {
  const item = json.items === undefined ? undefined : shapeOf(json.items);
  if (item !== undefined) return item.properties === undefined ? `list of ${typeOf(item)}` : "list of maps";
  if (json.enum !== undefined) return json.enum.map(code).join(", ");
  if (typeof json.additionalProperties === "object") return mapOf(shapeOf(json.additionalProperties));
  if (json.properties !== undefined) return "map";
  const types = [json.type ?? []].flat().filter((type) => type !== "null");
  return types.map((type) => WORDS.get(type) ?? type).join(" or ");
}

function mapOf(value: Json): string {
  return value.properties === undefined ? `map to ${typeOf(value)}` : "map to maps";
}

function standardOf({ defaultValue }: Json): string {
  const values = [defaultValue ?? []].flat().filter((value) => value !== "");
  return values.length === 0 ? "none" : values.map((value) => code(String(value))).join(", ");
}
