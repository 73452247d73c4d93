import { html } from "hono/html";
import { page } from "../pages/layout.ts";

export interface CreateAppPage {
  /** Where GitHub takes the manifest. */
  readonly action: string;
  /** The manifest as JSON. */
  readonly manifest: string;
  readonly publicUrl: string;
}

/** Step one: the address GitHub can reach, and who will own the App. */
export function askPage(defaults: { readonly publicUrl: string; readonly organization: string }) {
  return page(
    "Set up",
    html`<header><h1>Set up Bowsprit</h1>
<p class="lead">No credentials yet. Two steps create a GitHub App of your own and write them to <code>.env</code>.</p></header>
<main id="content"><h2>1. Where will GitHub reach this server?</h2>
<form class="stacked" method="get" action="/setup">
<div><label for="url">Public address</label>
<input id="url" name="url" type="url" required value="${defaults.publicUrl}" placeholder="https://bot.example.com"
 aria-describedby="url-hint"><p class="hint" id="url-hint">GitHub posts webhooks there; your proxy or tunnel passes them on to this
server.</p></div>
<div><label for="org">Organisation</label>
<input id="org" name="org" value="${defaults.organization}" pattern="[A-Za-z0-9-]*" autocomplete="off"
 aria-describedby="org-hint"><p class="hint" id="org-hint">Will own the App; leave it empty for your own account.</p></div>
<button type="submit">Next</button></form>
<p>You have an App already? Put <code>APP_ID</code>, <code>PRIVATE_KEY_PATH</code> and <code>WEBHOOK_SECRET</code> into
<code>.env</code> (see <code>.env.example</code>) and start again.</p></main>`,
  );
}

/** Step two: one button that hands the manifest to GitHub. */
export function createAppPage({ action, manifest, publicUrl }: CreateAppPage) {
  return page(
    "Create the App",
    html`<header><h1>Create the App</h1><p class="lead">Webhooks will go to <code>${publicUrl}</code>.</p></header>
<main id="content"><h2>2. Create it on GitHub</h2>
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
<main id="content"><ol>
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
    html`<header><h1>That did not work</h1></header><main id="content"><p>${sentence}</p><p><a href="/setup">Start over</a></p></main>`,
  );
}
