import type { Environment, ServeSettings } from "../environment.ts";

/** What must never stand in a log: webhook secrets, a token, the database's password as it is written and as it is sent. */
export function secretsOf(settings: ServeSettings): readonly string[] {
  const { credentials, webhookSecrets, databaseUrl } = settings;
  const token = credentials.kind === "token" ? [credentials.token] : [];
  return [...webhookSecrets, ...token, ...passwordsOf(databaseUrl)];
}

/** The same out of an environment that may not be usable at all. */
export function secretsIn({ WEBHOOK_SECRET = "", GITHUB_TOKEN = "", DATABASE_URL }: Environment): readonly string[] {
  const webhook = WEBHOOK_SECRET.split(",").map((secret) => secret.trim());
  return [...webhook, GITHUB_TOKEN.trim(), ...passwordsOf(DATABASE_URL?.trim())];
}

/** PostgreSQL takes a password from either place. */
function passwordsOf(address = ""): readonly string[] {
  if (!URL.canParse(address)) return [];
  const { password, searchParams } = new URL(address);
  const named = ["password", "sslpassword"].flatMap((name) => searchParams.getAll(name));
  const written = named.map((one) => encodeURIComponent(one));
  return [...new Set([password, decoded(password), ...named, ...written])].filter((one) => one !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that stands for itself: nobody can send what it means.
    return text;
  }
}
