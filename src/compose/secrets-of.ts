import type { ServeSettings } from "../environment.ts";

/** What must never stand in a log: webhook secrets, a token, the database's password as it is written and as it is sent. */
export function secretsOf(settings: ServeSettings): readonly string[] {
  const { credentials, webhookSecrets, databaseUrl } = settings;
  const token = credentials.kind === "token" ? [credentials.token] : [];
  return [...webhookSecrets, ...token, ...(databaseUrl === undefined ? [] : passwordsOf(databaseUrl))];
}

/** PostgreSQL takes a password from either place. */
function passwordsOf(address: string): readonly string[] {
  const { password, searchParams } = new URL(address);
  const named = ["password", "sslpassword"].flatMap((name) => searchParams.getAll(name));
  const written = named.map((one) => encodeURIComponent(one));
  return [...new Set([password, decodeURIComponent(password), ...named, ...written])].filter((one) => one !== "");
}
