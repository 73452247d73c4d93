import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeMiddleware, createProbot } from "probot";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import app from "../src/app.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { startSandbox } from "../src/sandbox/start-sandbox.ts";
import { createHttpHost, type HttpHost } from "../src/server/http-host.ts";
import { SECRET } from "./support/sandbox-settings.ts";

let directory: string;
let sandbox: Sandbox;
let host: HttpHost;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "bowsprit-app-"));
  sandbox = await startSandbox();
  writeFileSync(join(directory, "plugins.yaml"), "plugins:\n  acme:\n    plugins: [hold]\n");
  const environment = {
    APP_ID: String(sandbox.app.id),
    PRIVATE_KEY: sandbox.app.privateKey,
    WEBHOOK_SECRET: SECRET,
    GITHUB_API_URL: sandbox.url,
    PLUGINS_FILE: join(directory, "plugins.yaml"),
    CONFIG_FILE: join(directory, "config.yaml"),
    DATA_DIR: directory,
    LOG_LEVEL: "silent",
    LOG_FORMAT: "json" as const,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const probot = createProbot({ env: { ...environment, LOG_LEVEL: "fatal" } });
  const middleware = await createNodeMiddleware(app, { probot, webhooksPath: "/" });
  const handler: Parameters<typeof createHttpHost>[0]["pages"] = (request, response) =>
    void middleware(request, response, () => response.writeHead(404).end());
  host = createHttpHost({ webhookPaths: new Set(), intake: handler, pages: handler, onError: () => {} });
  sandbox.deliverTo(`http://127.0.0.1:${await host.listen(0, "127.0.0.1")}/`, SECRET);
});

afterEach(async () => {
  await host.drain(0);
  await sandbox.close();
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

it("works as an application of Probot's own server", async () => {
  sandbox.world.createOrganization({ login: "acme", members: { rick: "member", alice: "member" } });
  const repository = sandbox.world.createRepository({ owner: "acme", name: "app" });
  const pull = repository.pull({ author: "alice" });
  sandbox.as("rick").comment(pull, "/hold");
  await sandbox.idle();
  await vi.waitFor(() => expect(pull.labels).toEqual(["do-not-merge/hold"]), { timeout: 10_000 });
  expect(sandbox.hooks.log.map((sent) => sent.statusCode)).toEqual(expect.arrayContaining([200]));
});
