import type { ServeSettings } from "../../src/environment.ts";

export const SECRET = "a secret of the sandbox";

/** A GitHub on loopback, and the App that the bot is there. */
export interface LocalGitHub {
  readonly url: string;
  readonly app: { readonly id: number; readonly privateKey: string };
}

/** Settings of a bot that serves a GitHub on loopback as its App, on a free port of loopback. */
export function sandboxSettings({ url, app }: LocalGitHub, dataDirectory: string): ServeSettings {
  return {
    mode: "serve",
    credentials: { kind: "app", appId: app.id, privateKey: app.privateKey },
    webhookSecrets: [SECRET],
    apiUrl: url,
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
