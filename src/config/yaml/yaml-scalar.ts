const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
]);

const integer = /^[-+]?(?:0x[0-9a-f]+|0o[0-7]+|0b[01]+|[0-9]+)$/i;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?$/i;

/** What a plain scalar means in the YAML 1.1 of Go's library: `on` is true, `012` is ten, `12:30` is text. */
export function resolvePlain(text: string): string | number | boolean | null {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/.test(text)) return text;
  const digits = text.replaceAll("_", "");
  if (integer.test(digits)) return wholeNumber(digits);
  return float.test(digits) ? Number(digits) : text;
}

function wholeNumber(digits: string): number | string {
  const sign = digits.startsWith("-") ? -1 : 1;
  const magnitude = digits.replace(/^[-+]/, "");
  const octal = /^0[0-9]/.test(magnitude);
  if (octal && /[89]/.test(magnitude)) return Number(digits);
  return sign * Number(octal ? `0o${magnitude}` : magnitude);
}
