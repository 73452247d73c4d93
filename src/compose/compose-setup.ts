import { randomBytes } from "node:crypto";
import { appManifest } from "../bot/help/app-manifest.ts";
import { isLoopback, type SetupSettings } from "../environment.ts";
import { convertManifest } from "../github/convert-manifest.ts";
import type { Logger } from "../log.ts";
import { plugins } from "../plugins/index.ts";
import { createHttpHost } from "../server/http-host.ts";
import { EnvFileRefused } from "../server/setup/env-file-refused.ts";
import { createSetup, type NewApp } from "../server/setup/setup-server.ts";
import { writeEnvFile } from "../server/setup/write-env-file.ts";

/** The server of a process that has no credentials yet. */
export interface Setup {
  listen(): Promise<number>;
  stop(): Promise<void>;
}

const ENV_FILE = ".env";

/** Serves the pages that create a GitHub App, on loopback whatever HOST says. */
export function composeSetup(settings: SetupSettings, log: Logger): Setup {
  const pages = createSetup({
    manifest: { ...appManifest(plugins) },
    webhookPath: settings.webhookPath,
    siteUrl: siteOf(settings.apiUrl),
    organization: settings.organization ?? "",
    state: randomBytes(24).toString("hex"),
    create: (code) => create(settings, code),
    envFile: ENV_FILE,
    log,
  });
  const onError = (err: unknown) => log.error({ err }, "a request failed");
  const host = createHttpHost({ webhookPaths: new Set(), intake: pages, pages, onError });
  const address = isLoopback(settings.host) ? settings.host : "127.0.0.1";
  return { listen: () => host.listen(settings.port, address), stop: () => host.drain(0) };
}

async function create(settings: SetupSettings, code: string): Promise<NewApp> {
  requireWritable(ENV_FILE);
  const app = await convertManifest(settings.apiUrl, code);
  const variables = { APP_ID: String(app.id), PRIVATE_KEY: app.privateKey, WEBHOOK_SECRET: app.webhookSecret };
  writeEnvFile(ENV_FILE, variables);
  return { id: app.id, slug: app.slug, url: app.url };
}

/** GitHub gives the credentials away once: the file must take them before they are asked for. */
function requireWritable(path: string): void {
  try {
    writeEnvFile(path, {});
  } catch (error) {
    throw new EnvFileRefused(path, error as NodeJS.ErrnoException);
  }
}

/** Where people log in, from where programs do. */
function siteOf(apiUrl: string): string {
  const url = new URL(apiUrl);
  if (url.hostname === "api.github.com") return "https://github.com";
  return url.origin;
}
