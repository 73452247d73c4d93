import { html } from "hono/html";
import { field } from "../pages/field.ts";
import { page } from "../pages/layout.ts";

export interface CreateAppPage {
  /** Where GitHub takes the manifest. */
  readonly action: string;
  /** The manifest as JSON. */
  readonly manifest: string;
  readonly webhookUrl: string;
  /** Who will own the App; empty for the person's own account. */
  readonly organization: string;
}

export interface AskPage {
  readonly publicUrl: string;
  readonly organization: string;
  /** What was wrong with what was sent, by field. */
  readonly problems?: { readonly url?: string; readonly org?: string };
}

/** Step one: the address GitHub can reach, and who will own the App. */
export function askPage({ publicUrl, organization, problems = {} }: AskPage) {
  const hints = {
    url: "GitHub posts webhooks there; your proxy or tunnel passes them on to this server.",
    org: "Will own the App; leave it empty for your own account.",
  };
  return page(
    "Set up",
    html`<header><h1>Set up Bowsprit</h1>
<p class="lead">No credentials yet. Two steps create a GitHub App of your own and write them to <code>.env</code>.</p></header>
<main id="content" tabindex="-1"><h2>1. Where will GitHub reach this server?</h2>
<form class="stacked" method="get" action="/setup">
${field(
  { id: "url", label: "Public address", hint: hints.url, problem: problems.url, focus: problems.url !== undefined },
  (attributes) =>
    html`<input ${attributes} type="url" required value="${publicUrl}" placeholder="https://bot.example.com">`,
)}
${field(
  {
    id: "org",
    label: "Organisation (optional)",
    hint: hints.org,
    problem: problems.org,
    focus: problems.org !== undefined && problems.url === undefined,
  },
  (attributes) => html`<input ${attributes} value="${organization}" pattern="[A-Za-z0-9\\-]*" autocomplete="off">`,
)}
<button type="submit">Next</button></form>
<p>You have an App already? Put <code>APP_ID</code>, <code>PRIVATE_KEY_PATH</code> and <code>WEBHOOK_SECRET</code> into
<code>.env</code> (see <code>.env.example</code>) and start again.</p></main>`,
  );
}

/** Step two: one button that hands the manifest to GitHub. */
export function createAppPage({ action, manifest, webhookUrl, organization }: CreateAppPage) {
  const owner = organization === "" ? "Your own account" : html`The organisation <code>${organization}</code>`;
  return page(
    "Create the App",
    html`<header><h1>Create the App</h1>
<p class="lead">${owner} will own it, and its webhooks will go to <code>${webhookUrl}</code>.</p></header>
<main id="content" tabindex="-1"><h2>2. Create it on GitHub</h2>
<form method="post" action="${action}"><input type="hidden" name="manifest" value="${manifest}">
<button type="submit">Create the GitHub App</button></form>
<p>GitHub shows the permissions before anything is created, then sends you back here. <a href="/setup">Start over</a></p></main>`,
  );
}

/** The end: what was written, and what to do next. */
export function donePage(app: { readonly slug: string; readonly url: string }, envFile: string) {
  return page(
    "Done",
    html`<header><h1>The App ${app.slug} exists</h1><p class="lead">Its credentials are in <code>${envFile}</code>, readable by you alone.</p></header>
<main id="content" tabindex="-1"><ol>
<li><a href="${app.url}/installations/new">Install it</a> on the repositories it should serve.</li>
<li>Name them in <code>plugins.yaml</code>; <code>bowsprit check</code> tells whether the file is right.</li>
<li>Start the server again: <code>npm start</code>.</li>
</ol></main>`,
  );
}

/** Something the person can put right. */
export function problemPage(sentence: string) {
  return page(
    "Not done",
    html`<header><h1>That did not work</h1></header><main id="content" tabindex="-1"><p>${sentence}</p><p><a href="/setup">Start over</a></p></main>`,
  );
}
