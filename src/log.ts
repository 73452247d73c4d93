import { type DestinationStream, type Logger as PinoLogger, pino } from "pino";
import { describeError } from "./log/describe-error.ts";
import { replaceSteering } from "./log/replace-steering.ts";

/** Structured logger: a static message, data in fields. */
export type Logger = PinoLogger;

export interface LogOptions {
  readonly level: string;
  readonly format: "json" | "pretty";
  /** Literal secrets that must never be printed, whatever field or message they turn up in. */
  readonly secrets?: readonly string[];
  readonly destination?: DestinationStream;
}

const REDACTED = "[redacted]";

/** What a secret looks like: GitHub tokens of every kind and length, bearer headers, JWTs, PEM blocks, signatures. */
const SECRET_SHAPES: readonly RegExp[] = [
  /gh[pousr]_[A-Za-z0-9._-]{16,}/g,
  /github_pat_[A-Za-z0-9_]{16,}/g,
  /\b[Bb]earer [A-Za-z0-9._~+/-]{8,}/g,
  // Not from the middle of a word: each beginning would look through the whole rest of it.
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
  // A backslash goes only with its letter: one that is left alone would end a JSON text early.
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[A-Za-z0-9+/=\s]|\\{1,8}[nr]){0,8000}/g,
  /sha256=[0-9a-f]{16,64}/g,
];

const REDACT_PATHS = [
  "authorization",
  "token",
  "privateKey",
  "secret",
  "*.authorization",
  "*.token",
  "*.privateKey",
  "*.secret",
  "err.request",
  "err.response",
  "err.cause.request",
  "err.cause.response",
];

/** Makes the process's logger. Every line passes a filter that removes whatever looks like or is a secret. */
export function createLogger(options: LogOptions): Logger {
  const secrets = (options.secrets ?? []).map((secret) => JSON.stringify(secret).slice(1, -1));
  const destination = scrubbing(options.destination ?? prettyOrPlain(options.format), secrets);
  const redact = { paths: REDACT_PATHS, censor: REDACTED };
  return pino({ level: options.level, redact, serializers: { err: describeError } }, destination);
}

/** A logger that says nothing. */
export function silentLogger(): Logger {
  return pino({ level: "silent" });
}

/** Removes secrets from a text. */
export function scrub(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length >= 6);
  const literal = known.reduce((line, secret) => line.replaceAll(secret, REDACTED), text);
  return SECRET_SHAPES.reduce((line, shape) => line.replace(shape, REDACTED), literal);
}

const MOST_LOOKED_AT = 10_000;

/** The beginning of somebody else's text, fit to be kept and shown: scrubbed before it is cut, because half a token looks like none. */
export function excerpt(text: string, length: number): string {
  return scrub(text.slice(0, MOST_LOOKED_AT), []).slice(0, length);
}

/** Secrets as they stand in JSON, which is what every line is. */
function scrubbing(destination: DestinationStream, secrets: readonly string[]): DestinationStream {
  return { write: (line) => destination.write(scrub(line, secrets)) };
}

function prettyOrPlain(format: "json" | "pretty"): DestinationStream {
  return format === "json" ? pino.destination({ dest: 1, sync: true }) : { write: (line) => writePretty(line) };
}

/** One line a person can read: time, level, message, then the fields. */
function writePretty(line: string): void {
  const { time, level, msg, pid: _pid, hostname: _host, err, ...fields } = JSON.parse(line);
  const clock = new Date(time).toISOString().slice(11, 23);
  const name = (pino.levels.labels[level] ?? String(level)).toUpperCase().padEnd(5);
  const rest = Object.entries(fields).map(([key, value]) => `${key}=${show(value)}`);
  process.stdout.write(`${clock} ${colour(level, name)} ${visible([msg, ...rest].join("  "))}\n`);
  const told = err?.stack ?? (err?.message === undefined ? "" : `${err.type}: ${err.message}`);
  for (const part of String(told).split("\n").filter(Boolean)) process.stdout.write(`  ${visible(part)}\n`);
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What strangers wrote can neither begin a line of its own nor move the cursor. */
function visible(text: string): string {
  return replaceSteering(text, escaped);
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

function colour(level: number, text: string): string {
  if (!process.stdout.isTTY || process.env.NO_COLOR) return text;
  const code = level >= 50 ? 31 : level >= 40 ? 33 : level >= 30 ? 32 : 90;
  return `\u001b[${code}m${text}\u001b[0m`;
}
