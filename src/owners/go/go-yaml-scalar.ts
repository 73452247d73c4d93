import { parseGoInteger } from "./go-number.ts";
import { GoYamlError } from "./go-yaml-error.ts";

/** What go-yaml makes of a scalar: whole numbers are bigint, all others number. */
export type GoScalar = null | boolean | bigint | number | string;

/** A scalar as written. */
export interface WrittenScalar {
  readonly text: string;
  /** The full tag, such as `tag:yaml.org,2002:int`; undefined when none is written. */
  readonly tag: string | undefined;
  /** Neither quoted nor a block. */
  readonly plain: boolean;
}

const coreTag = "tag:yaml.org,2002:";

const named: ReadonlyMap<string, GoScalar> = new Map<string, GoScalar>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((text) => [text, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((text) => [text, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((text) => [text, null] as const),
  ...[".nan", ".NaN", ".NAN"].map((text) => [text, Number.NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((text) => [text, Number.POSITIVE_INFINITY] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((text) => [text, Number.NEGATIVE_INFINITY] as const),
]);

/**
 * The value of a scalar by the YAML 1.1 rules of go-yaml v2, which Prow reads OWNERS files with.
 * @throws GoYamlError when the text does not fit its tag.
 */
export function resolveGoScalar({ text, tag, plain }: WrittenScalar): GoScalar {
  if (tag === undefined) return plain ? resolvePlain(text) : text;
  if (!tag.startsWith(coreTag)) return text;
  const kind = tag.slice(coreTag.length);
  if (kind === "binary") return decodeBase64(text);
  if (!["bool", "int", "float", "null", "timestamp"].includes(kind)) return text;
  return resolveTagged(kind, text);
}

function resolveTagged(kind: string, text: string): GoScalar {
  const value = resolvePlain(text);
  if (kind === "timestamp" && isTimestamp(text)) return text;
  if (kind === kindOf(value)) return value;
  if (kind === "float" && typeof value === "bigint" && value < 2n ** 63n) return Number(value);
  throw new GoYamlError(`cannot decode ${kindOf(value)} \`${text}\` as a !!${kind}`);
}

function kindOf(value: GoScalar): string {
  if (value === null) return "null";
  const kinds: Record<string, string> = { boolean: "bool", bigint: "int", number: "float" };
  return kinds[typeof value] ?? "str";
}

function resolvePlain(text: string): GoScalar {
  const known = named.get(text);
  if (known !== undefined) return known;
  const first = text.charAt(0);
  if (first === ".") return /^\.[0-9]+(?:e[-+]?[0-9]+)?$/i.test(text) ? finite(text, text) : text;
  if (!/^[-+0-9]/.test(first)) return text;
  const digits = text.replaceAll("_", "");
  const integer = parseGoInteger(digits);
  if (integer !== undefined) return integer;
  return /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?$/i.test(digits) ? finite(digits, text) : text;
}

function finite(digits: string, text: string): GoScalar {
  const value = Number(digits);
  return Number.isFinite(value) ? value : text;
}

/** The forms of a date that go-yaml accepts; the calendar is left to JavaScript. */
function isTimestamp(text: string): boolean {
  const parts =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;
  const match = parts.exec(text);
  if (match === null) return false;
  const [, year, month, day] = match.map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  return date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
}

function decodeBase64(text: string): string {
  const packed = text.replaceAll("\n", "").replaceAll("\r", "");
  const wellFormed = packed.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(packed);
  if (!wellFormed) throw new GoYamlError("!!binary value contains invalid base64 data");
  return Buffer.from(packed, "base64").toString("utf8");
}
