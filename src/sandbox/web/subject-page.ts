import { fullName } from "../render/repository.ts";
import type { Issue, PullPart } from "../state/records.ts";
import { conversation, saidBody } from "./conversation.ts";
import { layout } from "./layout.ts";
import { Markup, markup } from "./markup.ts";

/** An issue or pull request as a person reads it, each comment under the anchor that its address names. */
export function subjectPage(issue: Issue): string {
  const { title, number, author, repository, body, pull } = issue;
  const place = fullName(repository);
  const content = markup`<header>
<p class="soft"><a href="/${place}">${place}</a></p>
<h1>${title} #${number}</h1>
<p class="soft">${stateOf(issue)}, by ${author.login}${pull === null ? "" : branches(pull)}</p>
</header>
<main>
<dl>
${facts(issue)}
</dl>
${body === null || body === "" ? "" : markup`<article>${saidBody(body)}</article>`}
${conversation(issue)}
</main>`;
  return layout(`${title} · ${place}#${number}`, content);
}

/** In a word or two. */
export function stateOf({ state, pull }: Issue): string {
  if (pull?.merged) return "merged";
  return pull?.draft ? `${state} draft` : state;
}

/** Labels one after the other. */
export function labelsOf({ labels }: Issue): readonly Markup[] {
  return labels.map(({ name }) => markup`<span class="label">${name}</span>`);
}

function branches({ head, base }: PullPart): string {
  return `: ${head.ref} at ${head.sha.slice(0, 7)} into ${base.ref}`;
}

function facts(issue: Issue): readonly Markup[] {
  const { assignees, milestone, pull } = issue;
  const logins = (accounts: Issue["assignees"]) => accounts.map(({ login }) => login).join(", ");
  const asked = [logins(pull?.requestedReviewers ?? []), ...(pull?.requestedTeams ?? []).map(({ slug }) => slug)];
  const rows: readonly (readonly [string, string | readonly Markup[]])[] = [
    ["Labels", labelsOf(issue)],
    ["Assigned", logins(assignees)],
    ["Asked for review", asked.filter(Boolean).join(", ")],
    ["Milestone", milestone?.title ?? ""],
  ];
  return rows.map(
    ([name, value]) => markup`<dt>${name}</dt><dd>${value.length === 0 ? new Markup("none") : value}</dd>`,
  );
}
