const digitsOf: ReadonlyMap<string, RegExp> = new Map([
  ["0b", /^[01]+$/],
  ["0o", /^[0-7]+$/],
  ["", /^[0-9]+$/],
  ["0x", /^[0-9a-f]+$/i],
]);

/**
 * Reads an integer as Go's `strconv.ParseInt(text, 0, 64)` does, then as `ParseUint`: prefixes `0x`, `0o`, `0b`, and a
 * bare `0` for octal. Undefined where Go reports an error, so a number out of range is none.
 */
export function parseGoInteger(text: string): bigint | undefined {
  const negative = text.startsWith("-");
  const signed = negative || text.startsWith("+");
  const magnitude = parseMagnitude(signed ? text.slice(1) : text);
  if (magnitude === undefined) return undefined;
  const limit = negative ? 2n ** 63n : signed ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  if (magnitude > limit) return undefined;
  return negative ? -magnitude : magnitude;
}

function parseMagnitude(text: string): bigint | undefined {
  const prefix = text.slice(0, 2).toLowerCase();
  if (prefix !== "" && digitsOf.has(prefix)) return readDigits(prefix, text.slice(2));
  if (text.length > 1 && text.startsWith("0")) return readDigits("0o", text.slice(1));
  return readDigits("", text);
}

function readDigits(prefix: string, digits: string): bigint | undefined {
  if (!digitsOf.get(prefix)?.test(digits)) return undefined;
  const significant = digits.replace(/^0+/, "");
  // Longer than 64 binary digits is out of range in every base, and BigInt would take quadratic time.
  if (significant.length > 64) return undefined;
  return BigInt(`${prefix}0${significant}`);
}

/** Writes a number as Go's `strconv.FormatFloat(value, 'g', -1, 32)`: the shortest digits that name this 32-bit float. */
export function formatGoFloat32(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return "NaN";
  if (!Number.isFinite(single)) return single > 0 ? "+Inf" : "-Inf";
  const sign = single < 0 || Object.is(single, -0) ? "-" : "";
  if (single === 0) return `${sign}0`;
  const { digits, exponent } = shortestSingle(Math.abs(single));
  return sign + (exponent < -4 || exponent >= 6 ? scientific(digits, exponent) : positional(digits, exponent));
}

interface Decimal {
  /** Significant digits; the first stands before the decimal point. */
  readonly digits: string;
  /** The power of ten of the first digit. */
  readonly exponent: number;
}

function shortestSingle(value: number): Decimal {
  let precision = 0;
  while (precision < 9 && Math.fround(Number(value.toExponential(precision))) !== value) precision += 1;
  const [mantissa = "", exponent = "0"] = value.toExponential(precision).split("e");
  return { digits: mantissa.replace(".", ""), exponent: Number(exponent) };
}

function scientific(digits: string, exponent: number): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
  const power = String(Math.abs(exponent)).padStart(2, "0");
  return `${digits.slice(0, 1)}${fraction}e${exponent < 0 ? "-" : "+"}${power}`;
}

function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return digits.length > exponent + 1 ? `${whole}.${digits.slice(exponent + 1)}` : whole;
}
