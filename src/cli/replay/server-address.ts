import type { ServerAddress } from "./server-desk.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the server of this environment listens for people on this machine, and the secret to sign with. */
export function serverAddress(environment: Environment, given: string | undefined): ServerAddress {
  const secret = firstSecret(environment.WEBHOOK_SECRET);
  if (!secret) throw new Error("the inbox is in use: set WEBHOOK_SECRET, so that the running server can be asked");
  if (given !== undefined) return { url: given.replace(/\/$/, ""), secret };
  const url = serverUrl(environment);
  if (url === undefined) throw new Error("the inbox is in use: PORT is 0, so give the server's address with --server");
  return { url, secret };
}

/** The one to sign with of several webhook secrets; undefined or empty when there is none. */
export function firstSecret(secrets: string | undefined): string | undefined {
  return secrets?.split(",")[0]?.trim();
}

/** The server's address for people on this machine; undefined where it takes any free port. */
export function serverUrl(environment: Environment): string | undefined {
  const port = environment.PORT?.trim() || "3000";
  return port === "0" ? undefined : `http://${hostOf(environment.HOST?.trim() || "localhost")}:${port}`;
}

function hostOf(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
