import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { html } from "hono/html";
import type { Registry } from "prom-client";
import { type ReadinessCheck, summarize } from "./health.ts";
import type { CommandIndex } from "./pages/command-index.ts";
import { commandsPage } from "./pages/commands-page.ts";
import { contentPolicy } from "./pages/content-policy.ts";
import { page } from "./pages/layout.ts";
import { repositoryName } from "./pages/repository-name.ts";

export interface PagesOptions {
  readonly readiness: () => readonly ReadinessCheck[];
  readonly metrics: Registry;
  readonly commands: CommandIndex;
  /** Prow's `/plugin-help` document. */
  readonly pluginHelp: () => unknown;
  readonly version: string;
}

const READ_PATHS = ["/", "/healthz", "/readyz", "/metrics", "/commands", "/plugin-help"];

const SECURITY_HEADERS = {
  "content-security-policy": contentPolicy(),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** What people and probes read: health, metrics, help. Nothing here changes anything. */
export function createPages(
  options: PagesOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value);
  });
  addProbes(app, options);
  addHelp(app, options);
  app.notFound((context) =>
    context.text("There is nothing here. Try /commands, /plugin-help, /healthz, /readyz or /metrics.\n", 404),
  );
  for (const path of READ_PATHS) {
    app.all(path, (context) => context.text("This address is read with GET.\n", 405, { allow: "GET, HEAD" }));
  }
  return getRequestListener(app.fetch, { overrideGlobalObjects: false }) as (
    request: IncomingMessage,
    response: ServerResponse,
  ) => Promise<void>;
}

function addProbes(app: Hono, options: PagesOptions): void {
  app.get("/healthz", (context) => context.text("ok\n"));
  app.get("/readyz", (context) => {
    const readiness = summarize(options.readiness());
    return context.json(readiness, readiness.status === "ready" ? 200 : 503);
  });
  app.get("/metrics", async (context) => {
    context.header("content-type", options.metrics.contentType);
    return context.body(await options.metrics.metrics());
  });
}

function addHelp(app: Hono, options: PagesOptions): void {
  app.get("/", (context) => context.html(frontPage(options.version)));
  app.get("/commands", (context) => {
    const written = context.req.query("repo")?.trim() ?? "";
    const repository = written === "" ? undefined : repositoryName(written, options.commands.scopes);
    if (written !== "" && repository === undefined) {
      const problem = "That is no repository: write owner/name, for example your-org/your-repo.";
      return context.html(commandsPage(options.commands, undefined, { written, problem }), 400);
    }
    return context.html(commandsPage(options.commands, repository));
  });
  app.get("/plugin-help", (context) => {
    context.header("cache-control", "no-cache");
    return context.json(options.pluginHelp() as object);
  });
}

function frontPage(version: string) {
  return page(
    "Bowsprit",
    html`<header><h1>Bowsprit</h1><p class="lead">Commands in comments, and OWNERS files, for GitHub. Version ${version} is running.</p></header>
<main id="content" tabindex="-1"><ul>
<li><a href="/commands">Commands</a>: what you can write in a comment, and who may</li>
<li><a href="/plugin-help">Plugin help</a> as JSON, in Prow's shape</li>
<li><a href="/readyz">Readiness</a> and <a href="/healthz">health</a></li>
<li><a href="/metrics">Metrics</a> for Prometheus</li>
</ul></main>`,
  );
}
