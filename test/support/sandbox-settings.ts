import type { ServeSettings } from "../../src/environment.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";

export const SECRET = "a secret of the sandbox";

/** Settings of a bot that serves a sandbox as its App, on a free port of loopback. */
export function sandboxSettings(sandbox: Sandbox, dataDirectory: string): ServeSettings {
  return {
    mode: "serve",
    credentials: { kind: "app", appId: sandbox.app.id, privateKey: sandbox.app.privateKey },
    webhookSecrets: [SECRET],
    apiUrl: sandbox.url,
    host: "127.0.0.1",
    port: 0,
    webhookPath: "/api/github/webhooks",
    logLevel: "silent",
    logFormat: "json",
    pluginsFile: "plugins.yaml",
    configFile: "config.yaml",
    dataDirectory,
    limits: { enabled: false, contentPerMinute: 80, contentPerHour: 500, pointsPerMinute: 900, concurrency: 20 },
    production: false,
    organization: undefined,
  };
}
