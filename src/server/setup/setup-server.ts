import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { type Context, Hono } from "hono";
import type { Logger } from "../../log.ts";
import { contentPolicy } from "../pages/content-policy.ts";
import { EnvFileRefused } from "./env-file-refused.ts";
import { askPage, createAppPage, donePage, problemPage } from "./setup-pages.ts";

/** What GitHub hands over once. */
export interface NewApp {
  readonly id: number;
  readonly slug: string;
  readonly url: string;
}

export interface SetupOptions {
  /** The manifest's fixed part: name, description, events, permissions. */
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly webhookPath: string;
  /** The site people log in to, for example `https://github.com`. */
  readonly siteUrl: string;
  readonly organization: string;
  /** Unguessable; ties GitHub's answer to this process. */
  readonly state: string;
  /** Trades the code for credentials and writes them to `envFile`. Rejects with EnvFileRefused before the code is spent. */
  readonly create: (code: string) => Promise<NewApp>;
  readonly envFile: string;
  readonly log: Logger;
}

const LOCAL_PEERS = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;
const ORGANIZATION = /^[A-Za-z0-9-]{1,39}$/;

/** The pages that create a GitHub App. Only this machine may see them, under a loopback name, whatever the proxy says. */
export function createSetup(
  options: SetupOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const app = new Hono();
  app.use(async (context, next) => {
    if (!isLocal(context))
      return context.text("The setup pages are for this machine only: open them on localhost.\n", 403);
    context.header("x-content-type-options", "nosniff");
    context.header("content-security-policy", contentPolicy());
    context.header("cache-control", "no-store");
    return next();
  });
  app.get("/healthz", (context) => context.text("ok\n"));
  app.get("/readyz", (context) => context.json({ status: "not ready", checks: [NOT_SET_UP] }, 503));
  app.get("/", (context) => context.redirect("/setup"));
  app.get("/setup", (context) => setupPage(options, context));
  app.get("/setup/done", (context) => finish(options, context));
  app.notFound((context) => context.text("Not set up yet: open /setup.\n", 404));
  return getRequestListener(app.fetch, { overrideGlobalObjects: false }) as (
    request: IncomingMessage,
    response: ServerResponse,
  ) => Promise<void>;
}

const NOT_SET_UP = { name: "credentials", ok: false, detail: "no GitHub App yet: open /setup" };

function isLocal(context: Context): boolean {
  const peer = getConnInfo(context).remote.address ?? "";
  return LOCAL_PEERS.has(peer) && LOCAL_HOST.test(context.req.header("host") ?? "");
}

function setupPage(options: SetupOptions, context: Context) {
  const publicUrl = context.req.query("url");
  const organization = context.req.query("org")?.trim() ?? "";
  if (publicUrl === undefined) return context.html(askPage({ publicUrl: "", organization: options.organization }));
  const problems = problemsOf(publicUrl, organization);
  if (Object.keys(problems).length > 0) return context.html(askPage({ publicUrl, organization, problems }), 400);
  const place = organization === "" ? "settings/apps/new" : `organizations/${organization}/settings/apps/new`;
  const action = `${options.siteUrl}/${place}?state=${options.state}`;
  context.header("content-security-policy", contentPolicy(options.siteUrl));
  const app = manifest(options, context, publicUrl);
  return context.html(
    createAppPage({ action, manifest: JSON.stringify(app), webhookUrl: app.hook_attributes.url, organization }),
  );
}

function problemsOf(publicUrl: string, organization: string): { readonly url?: string; readonly org?: string } {
  const url = urlProblem(publicUrl);
  const isName = organization === "" || ORGANIZATION.test(organization);
  return {
    ...(url === undefined ? {} : { url }),
    ...(isName ? {} : { org: "An organisation's name has letters, digits and dashes only, at most 39." }),
  };
}

function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text) || !/^https?:\/\//.test(text))
    return "Write an address that starts with https:// or http://.";
  const { search, hash, username, password } = new URL(text);
  if (username !== "" || password !== "") return "Leave out the name and password: anybody can read the App's address.";
  return search === "" && hash === "" ? undefined : "Leave out what follows ? or #: the webhook's path is added to it.";
}

function manifest(options: SetupOptions, context: Context, publicUrl: string) {
  const base = publicUrl.replace(/\/$/, "");
  return {
    ...options.manifest,
    url: base,
    hook_attributes: { url: `${base}${options.webhookPath}`, active: true },
    redirect_url: `http://${context.req.header("host")}/setup/done`,
  };
}

async function finish(options: SetupOptions, context: Context) {
  const code = context.req.query("code") ?? "";
  if (context.req.query("state") !== options.state || !/^[A-Za-z0-9_-]{1,128}$/.test(code)) {
    return context.html(problemPage("This answer does not belong to a setup begun here."), 400);
  }
  try {
    const app = await options.create(code);
    options.log.info({ app: app.slug }, "the GitHub App exists; restart to use it");
    return context.html(donePage(app, options.envFile));
  } catch (error) {
    if (error instanceof EnvFileRefused) return context.html(problemPage(error.message), 500);
    options.log.error({ err: error }, "GitHub did not hand over the new App");
    return context.html(problemPage("GitHub did not hand over the new App: its code works once, within an hour."), 502);
  }
}
