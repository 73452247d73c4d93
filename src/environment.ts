import { type Credentials, readCredentials } from "./environment/credentials.ts";
import {
  type Environment,
  type EnvironmentReader,
  environmentReader,
  readList,
} from "./environment/environment-reader.ts";

export type { Credentials } from "./environment/credentials.ts";
export type { Environment } from "./environment/environment-reader.ts";

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

const SHORTEST_SECRET = 16;
const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];
const LOOPBACK = new Set(["localhost", "127.0.0.1", "::1"]);

/**
 * Reads the environment into settings. Without any credentials, outside production, the mode is `setup`.
 * @throws EnvironmentError that names every wrong or missing variable at once.
 */
export function readEnvironment(environment: Environment): Settings {
  const problems: string[] = [];
  const reader = environmentReader(environment, problems);
  const common = readCommon(reader, problems);
  const settings = hasCredentials(environment) || common.production ? readServe(reader, common) : setup(common);
  if (problems.length > 0) throw new EnvironmentError(problems);
  return settings;
}

/** True for addresses only this machine can reach. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase());
}

function hasCredentials(environment: Environment): boolean {
  return ["APP_ID", "PRIVATE_KEY", "PRIVATE_KEY_PATH", "GITHUB_TOKEN"].some((name) => environment[name]?.trim());
}

function readCommon(reader: EnvironmentReader, problems: string[]): CommonSettings {
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
  return namedFiles(environmentReader(environment, []));
}

function namedFiles({ text }: Pick<EnvironmentReader, "text">): FileSettings {
  return {
    pluginsFile: text("PLUGINS_FILE") ?? "plugins.yaml",
    configFile: text("CONFIG_FILE") ?? "config.yaml",
    supplementalDirectory: text("SUPPLEMENTAL_PLUGINS_DIR"),
  };
}

function readLimits(reader: EnvironmentReader): LimitSettings {
  const count = (name: string, fallback: number) => reader.number(name, { fallback, least: 1, most: 1_000_000 });
  return {
    enabled: reader.oneOf("GITHUB_LIMITS", ["on", "off"], "on") === "on",
    contentPerMinute: count("GITHUB_CONTENT_PER_MINUTE", 80),
    contentPerHour: count("GITHUB_CONTENT_PER_HOUR", 500),
    pointsPerMinute: count("GITHUB_POINTS_PER_MINUTE", 900),
    concurrency: count("GITHUB_CONCURRENCY", 20),
  };
}

function readApiUrl(reader: EnvironmentReader): string {
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

function readServe(reader: EnvironmentReader, common: CommonSettings): ServeSettings {
  return {
    ...common,
    mode: "serve",
    credentials: readCredentials(reader),
    webhookSecrets: readSecrets(reader, common),
    databaseUrl: readDatabaseUrl(reader),
    ...readAllowed(reader),
  };
}

function readAllowed(reader: EnvironmentReader): Pick<ServeSettings, "allowedAccounts" | "allowedHooks"> {
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

function readDatabaseUrl(reader: EnvironmentReader): string | undefined {
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

function readSecrets(reader: EnvironmentReader, common: CommonSettings): readonly string[] {
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
