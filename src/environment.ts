import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";

/** How the process reaches GitHub. */
export type Credentials =
  | { readonly kind: "app"; readonly appId: number; readonly privateKey: string }
  | { readonly kind: "token"; readonly token: string };

export interface LimitSettings {
  readonly enabled: boolean;
  readonly contentPerMinute: number;
  readonly contentPerHour: number;
  readonly pointsPerMinute: number;
  readonly concurrency: number;
}

/** What every mode of the process needs. */
export interface CommonSettings {
  readonly apiUrl: string;
  readonly host: string;
  readonly port: number;
  readonly webhookPath: string;
  readonly logLevel: string;
  readonly logFormat: "json" | "pretty";
  readonly pluginsFile: string;
  /** Read from the first time that it exists; until then nothing of it is needed. */
  readonly configFile: string;
  /** Where supplemental parts of plugins.yaml lie; undefined when there are none. */
  readonly supplementalDirectory?: string | undefined;
  readonly dataDirectory: string;
  readonly limits: LimitSettings;
  readonly production: boolean;
  readonly organization: string | undefined;
}

export interface ServeSettings extends CommonSettings {
  readonly mode: "serve";
  readonly credentials: Credentials;
  readonly webhookSecrets: readonly string[];
  /** PostgreSQL that several replicas share, password included; undefined for a file of this process alone. */
  readonly databaseUrl?: string | undefined;
  /** Lower-cased logins; undefined for everybody. */
  readonly allowedAccounts?: ReadonlySet<string> | undefined;
  /** GitHub's ids of webhooks; undefined for all. */
  readonly allowedHooks?: ReadonlySet<string> | undefined;
}

export interface SetupSettings extends CommonSettings {
  readonly mode: "setup";
}

export type Settings = ServeSettings | SetupSettings;

/** Every variable that is wrong or missing, each with what to write; nothing was started. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

const SHORTEST_SECRET = 16;
const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
const LOOPBACK = new Set(["localhost", "127.0.0.1", "::1"]);

/**
 * Reads the environment into settings. Without any credentials, outside production, the mode is `setup`.
 * @throws EnvironmentError that names every wrong or missing variable at once.
 */
export function readEnvironment(environment: Environment): Settings {
  const problems: string[] = [];
  const reader = createReader(environment, problems);
  const common = readCommon(reader, problems);
  const settings = hasCredentials(environment) || common.production ? readServe(reader, common) : setup(common);
  if (problems.length > 0) throw new EnvironmentError(problems);
  return settings;
}

/** True for addresses only this machine can reach. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase());
}

interface Reader {
  /** The variable's value, trimmed and without quotes around it; undefined when unset or empty. */
  text(name: string): string | undefined;
  number(name: string, range: { readonly fallback: number; readonly least: number; readonly most: number }): number;
  oneOf<Word extends string>(name: string, words: readonly Word[], fallback: Word): Word;
  problem(sentence: string): void;
}

function createReader(environment: Environment, problems: string[]): Reader {
  const text = (name: string) => withoutQuotes(environment[name]?.trim() ?? "") || undefined;
  return {
    text,
    number(name, { fallback, least, most }) {
      const given = text(name);
      if (given === undefined) return fallback;
      const value = Number(given);
      if (Number.isInteger(value) && value >= least && value <= most) return value;
      problems.push(
        `${name} is not a whole number from ${least} to ${most}: write for example ${name}=${Math.max(least, fallback)}`,
      );
      return fallback;
    },
    oneOf(name, words, fallback) {
      const given = text(name)?.toLowerCase();
      const found = words.find((word) => word === given);
      if (given !== undefined && found === undefined) {
        problems.push(`${name} is not known: write one of ${words.join(", ")}`);
      }
      return found ?? fallback;
    },
    problem: (sentence) => problems.push(sentence),
  };
}

/** Docker's `--env-file` takes the quotes of an `.env` file for a part of the value; Node and shells do not. */
function withoutQuotes(value: string): string {
  const quote = value.charAt(0);
  const quoted = value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote);
  return quoted ? value.slice(1, -1).trim() : value;
}

function hasCredentials(environment: Environment): boolean {
  return ["APP_ID", "PRIVATE_KEY", "PRIVATE_KEY_PATH", "GITHUB_TOKEN"].some((name) => environment[name]?.trim());
}

function readCommon(reader: Reader, problems: string[]): CommonSettings {
  const production = reader.text("NODE_ENV") === "production";
  const webhookPath = reader.text("WEBHOOK_PATH") ?? "/api/github/webhooks";
  if (!webhookPath.startsWith("/"))
    problems.push(`WEBHOOK_PATH must start with a slash: write WEBHOOK_PATH=/${webhookPath}`);
  return {
    apiUrl: readApiUrl(reader),
    host: reader.text("HOST") ?? "localhost",
    port: reader.number("PORT", { fallback: 3000, least: 0, most: 65_535 }),
    webhookPath,
    logLevel: reader.oneOf("LOG_LEVEL", LEVELS, "info"),
    logFormat: reader.oneOf("LOG_FORMAT", ["json", "pretty"], production ? "json" : "pretty"),
    ...namedFiles(reader),
    dataDirectory: reader.text("DATA_DIR") ?? "data",
    limits: readLimits(reader),
    production,
    organization: reader.text("GH_ORG"),
  };
}

type FileSettings = Pick<CommonSettings, "pluginsFile" | "configFile" | "supplementalDirectory">;

/** Where the configuration lies, whatever the rest of the environment is like. */
export function filesNamed(environment: Environment): FileSettings {
  return namedFiles(createReader(environment, []));
}

function namedFiles({ text }: Pick<Reader, "text">): FileSettings {
  return {
    pluginsFile: text("PLUGINS_FILE") ?? "plugins.yaml",
    configFile: text("CONFIG_FILE") ?? "config.yaml",
    supplementalDirectory: text("SUPPLEMENTAL_PLUGINS_DIR"),
  };
}

function readLimits(reader: Reader): LimitSettings {
  const count = (name: string, fallback: number) => reader.number(name, { fallback, least: 1, most: 1_000_000 });
  return {
    enabled: reader.oneOf("GITHUB_LIMITS", ["on", "off"], "on") === "on",
    contentPerMinute: count("GITHUB_CONTENT_PER_MINUTE", 80),
    contentPerHour: count("GITHUB_CONTENT_PER_HOUR", 500),
    pointsPerMinute: count("GITHUB_POINTS_PER_MINUTE", 900),
    concurrency: count("GITHUB_CONCURRENCY", 20),
  };
}

function readApiUrl(reader: Reader): string {
  const host = reader.text("GHE_HOST");
  const protocol = reader.oneOf("GHE_PROTOCOL", ["https", "http"], "https");
  const given = reader.text("GITHUB_API_URL") ?? (host ? `${protocol}://${host}/api/v3` : "https://api.github.com");
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    reader.problem("GITHUB_API_URL is not an address: write for example GITHUB_API_URL=https://api.github.com");
  }
  return given.replace(/\/$/, "");
}

function setup(common: CommonSettings): SetupSettings {
  return { ...common, mode: "setup" };
}

function readServe(reader: Reader, common: CommonSettings): ServeSettings {
  return {
    ...common,
    mode: "serve",
    credentials: readCredentials(reader),
    webhookSecrets: readSecrets(reader, common),
    databaseUrl: readDatabaseUrl(reader),
    ...readAllowed(reader),
  };
}

function readAllowed(reader: Reader): Pick<ServeSettings, "allowedAccounts" | "allowedHooks"> {
  return {
    allowedAccounts: readList(reader, "ALLOWED_ACCOUNTS", {
      each: /^[a-z0-9][a-z0-9_-]{0,99}$/,
      advice: "write logins of organisations and users, such as ALLOWED_ACCOUNTS=your-org,your-login",
    }),
    allowedHooks: readList(reader, "ALLOWED_HOOKS", {
      each: /^[0-9]{1,20}$/,
      advice: "write the numbers at the end of the webhooks' addresses, such as ALLOWED_HOOKS=123456789",
    }),
  };
}

/** Undefined when it is unset; a list of nothing is a slip, and would shut everybody out. */
function readList(
  reader: Reader,
  name: string,
  { each, advice }: { readonly each: RegExp; readonly advice: string },
): ReadonlySet<string> | undefined {
  const given = reader.text(name);
  if (given === undefined) return undefined;
  const words = given.split(",").map((word) => word.trim().toLowerCase());
  if (!words.every((word) => each.test(word))) reader.problem(`${name} is not a list: ${advice}`);
  return new Set(words);
}

function readDatabaseUrl(reader: Reader): string | undefined {
  const given = reader.text("DATABASE_URL");
  if (given === undefined) return undefined;
  const protocol = URL.canParse(given) ? new URL(given).protocol : undefined;
  if ((protocol !== "postgres:" && protocol !== "postgresql:") || !isEncoded(given)) {
    // What was given may hold a password, so it is not repeated.
    reader.problem(
      "DATABASE_URL is not an address: write DATABASE_URL=postgres://user:password@host:5432/database, with %25 for a %",
    );
  }
  return given;
}

/** False where a percent sign stands for itself: whoever connects could not read the parts. */
function isEncoded(address: string): boolean {
  try {
    decodeURIComponent(address);
    return true;
  } catch {
    // The error repeats nothing worth keeping.
    return false;
  }
}

function readSecrets(reader: Reader, common: CommonSettings): readonly string[] {
  const secrets = (reader.text("WEBHOOK_SECRET") ?? "")
    .split(",")
    .map((secret) => secret.trim())
    .filter(Boolean);
  if (secrets.length === 0) {
    reader.problem("WEBHOOK_SECRET is missing: set the secret of the webhook (make one with: openssl rand -hex 32)");
  }
  if (!isLoopback(common.host) && secrets.some((secret) => secret.length < SHORTEST_SECRET)) {
    reader.problem(`WEBHOOK_SECRET is shorter than ${SHORTEST_SECRET} characters: make one with: openssl rand -hex 32`);
  }
  return secrets;
}

function readCredentials(reader: Reader): Credentials {
  const token = reader.text("GITHUB_TOKEN");
  if (token !== undefined && reader.text("APP_ID") === undefined) return { kind: "token", token };
  const appId = reader.number("APP_ID", { fallback: 0, least: 1, most: Number.MAX_SAFE_INTEGER });
  if (reader.text("APP_ID") === undefined) {
    reader.problem("APP_ID is missing: set the App's id from its settings page, or GITHUB_TOKEN for a bot account");
  }
  return { kind: "app", appId, privateKey: readPrivateKey(reader) };
}

function readPrivateKey(reader: Reader): string {
  const given = reader.text("PRIVATE_KEY") ?? readKeyFile(reader);
  if (given === undefined) return "";
  const key = decodeKey(given);
  try {
    createPrivateKey(key);
  } catch {
    // The parser's own message may quote the key, so it is left out.
    reader.problem("PRIVATE_KEY is not a private key: paste the whole .pem file that GitHub gave you, or its base64");
  }
  return key;
}

function readKeyFile(reader: Reader): string | undefined {
  const path = reader.text("PRIVATE_KEY_PATH");
  if (path === undefined) {
    reader.problem("PRIVATE_KEY is missing: set it, or PRIVATE_KEY_PATH to the .pem file that GitHub gave you");
    return undefined;
  }
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "unreadable";
    reader.problem(`PRIVATE_KEY_PATH cannot be read (${reason}): give the path of the .pem file that GitHub gave you`);
    return undefined;
  }
}

/** Accepts a PEM, a PEM with `\n` written out, and base64 of a PEM, as Probot does. */
function decodeKey(given: string): string {
  if (given.includes("-----BEGIN")) return given.replaceAll("\\n", "\n");
  return Buffer.from(given, "base64").toString("utf8");
}
