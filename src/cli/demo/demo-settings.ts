import { randomBytes } from "node:crypto";
import { readEnvironment, type ServeSettings } from "../../environment.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";

/** Settings of a bot that serves the sandbox as its App, on a free port of loopback and nothing from the environment. */
export function demoSettings(sandbox: Sandbox, dataDirectory: string): ServeSettings {
  const settings = readEnvironment({
    APP_ID: String(sandbox.app.id),
    PRIVATE_KEY: sandbox.app.privateKey,
    WEBHOOK_SECRET: randomBytes(24).toString("hex"),
    GITHUB_API_URL: sandbox.url,
    HOST: "127.0.0.1",
    PORT: "0",
    DATA_DIR: dataDirectory,
  });
  if (settings.mode !== "serve") throw new Error("the demo's settings name no credentials");
  return settings;
}
