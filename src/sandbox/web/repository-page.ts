import { fullName } from "../render/repository.ts";
import type { Repository } from "../state/records.ts";
import { layout } from "./layout.ts";
import { markup } from "./markup.ts";
import { labelsOf, stateOf } from "./subject-page.ts";

/** The issues and pull requests of a repository, latest first. */
export function repositoryPage(repository: Repository): string {
  const place = fullName(repository);
  const rows = [...repository.issues.values()].reverse().map((issue) => {
    const { number, title, pull } = issue;
    const path = `${pull === null ? "issues" : "pull"}/${number}`;
    return markup`<article>
<a href="/${place}/${path}">${title} #${number}</a>
<p class="soft">${pull === null ? "issue" : "pull request"}, ${stateOf(issue)}</p>
${labelsOf(issue)}
</article>`;
  });
  const content = markup`<header><h1>${place}</h1></header>
<main>
${rows.length === 0 ? markup`<p>Nothing has been opened here.</p>` : rows}
</main>`;
  return layout(place, content);
}
