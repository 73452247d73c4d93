import { html } from "hono/html";
import type { CommandEntry, CommandIndex } from "./command-index.ts";
import { field } from "./field.ts";
import { page } from "./layout.ts";
import { prose } from "./prose.ts";

/** What was asked for in place of a repository, and what to write instead. */
export interface Misnamed {
  readonly written: string;
  readonly problem: string;
}

/** Every command, who may use it and how, for one repository or for all. */
export function commandsPage(index: CommandIndex, repository: string | undefined, misnamed?: Misnamed) {
  const commands = index.commands(repository);
  const plugins = [...new Set(commands.map((command) => command.plugin))].sort();
  const heading = repository === undefined ? "Commands" : `Commands in ${repository}`;
  return page(
    heading,
    html`<header>
<h1>${heading}</h1>
<p class="lead">Write a command at the start of a line in a comment, a description or a review. Letter case does not matter.
Code blocks, quotes and HTML comments are never read.</p>
<p class="lead">Names in <code>&lt;…&gt;</code> are yours to fill in, words in <code>[…]</code> may be left out, and
<code>|</code> separates choices.</p>
</header>
<main id="content" tabindex="-1">
${chooser(index, repository, misnamed)}
${
  plugins.length === 0
    ? html`<p>No plugin with commands is enabled${repository === undefined ? "" : html` for <code>${repository}</code>`}.
Enable some in <code>plugins.yaml</code>.</p>`
    : html`<nav aria-label="Plugins"><ul>${plugins.map((plugin) => html`<li><a href="#${plugin}">${plugin}</a></li>`)}</ul></nav>`
}
${plugins.map((plugin) => section(plugin, commands))}
</main>
<footer><p><a href="/">This server</a> · <a href="/plugin-help">the same as JSON</a></p></footer>`,
  );
}

function chooser(index: CommandIndex, repository: string | undefined, misnamed: Misnamed | undefined) {
  const value = misnamed?.written ?? repository ?? "";
  const input = field(
    { id: "repo", label: "Repository", problem: misnamed?.problem, focus: misnamed !== undefined },
    (attributes) =>
      html`<input ${attributes} list="scopes" placeholder="owner/name" value="${value}" autocomplete="off">`,
  );
  return html`<form method="get" action="/commands">
${input}<datalist id="scopes">${index.scopes.map((scope) => html`<option value="${scope}"></option>`)}</datalist>
<button type="submit">Show</button>
${repository === undefined ? "" : html`<a href="/commands">All repositories</a>`}
</form>`;
}

function section(plugin: string, commands: readonly CommandEntry[]) {
  const own = commands.filter((command) => command.plugin === plugin);
  return html`<section aria-labelledby="${plugin}"><h2 id="${plugin}">${plugin}</h2>${own.map(entry)}</section>`;
}

function entry({ usage, description, who, on, state, examples }: CommandEntry) {
  return html`<article>
<h3><code>${usage}</code></h3>
<p>${prose(description)}</p>
<dl>
<dt>Who</dt><dd>${prose(who)}</dd>
<dt>Where</dt><dd>${state === "any" ? "" : `${state} `}${on}</dd>
<dt>For example</dt><dd><ul class="examples">${examples.map((example) => html`<li><code>${example}</code></li>`)}</ul></dd>
</dl>
</article>`;
}
