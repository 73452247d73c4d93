import { iso } from "../render/rendering.ts";
import type { Account, Issue, Reaction, TimelineEntry } from "../state/records.ts";
import { type Markup, markup } from "./markup.ts";

/** What happened to an issue or pull request, oldest first: what people said and what they did. */
export function conversation(issue: Issue): readonly Markup[] {
  const moments = [...comments(issue), ...reviews(issue), ...reviewComments(issue), ...events(issue)];
  return moments.sort((one, other) => one.at - other.at || one.id - other.id).map(({ shown }) => shown);
}

/** A text as it was written, without the parts that GitHub does not show. */
export function saidBody(markdown: string): Markup {
  const [start = "", ...more] = markdown.split("<!--");
  const seen = more.map((part) => part.slice(part.includes("-->") ? part.indexOf("-->") + 3 : part.length));
  return markup`<div class="body">${[start, ...seen].join("").trim()}</div>`;
}

/** Ids grow with every thing that is made, so they order what has one time. */
interface Moment {
  readonly at: number;
  readonly id: number;
  readonly shown: Markup;
}

interface Saying {
  readonly id: number;
  readonly user: Account;
  readonly at: number;
  /** The address of what was said ends in this and its id. */
  readonly anchor: string;
  readonly body: string;
  readonly how?: string;
  readonly reactions?: readonly Reaction[];
}

function said({ id, user, at, anchor, body, how = "", reactions = [] }: Saying): Moment {
  const marks = reactions.map(({ content, user: { login } }) => `${content} by ${login}`).join(", ");
  const shown = markup`<article id="${anchor}${id}">
<p class="soft">${user.login}${how} · ${timeOf(at)}</p>
${saidBody(body)}
${marks === "" ? "" : markup`<p class="soft">${marks}</p>`}
</article>`;
  return { at, id, shown };
}

function comments({ comments: all }: Issue): readonly Moment[] {
  return all.map((comment) => said({ ...comment, at: comment.createdAt, anchor: "issuecomment-" }));
}

function reviews({ pull }: Issue): readonly Moment[] {
  const submitted = (pull?.reviews ?? []).filter(({ state }) => state !== "PENDING");
  return submitted.map(({ id, user, submittedAt: at, body, state }) => {
    const how = ` reviewed: ${state.toLowerCase().replaceAll("_", " ")}`;
    return said({ id, user, at, body, how, anchor: "pullrequestreview-" });
  });
}

function reviewComments({ pull }: Issue): readonly Moment[] {
  const submitted = (pull?.reviewComments ?? []).filter(({ review }) => review.state !== "PENDING");
  return submitted.map(({ id, user, createdAt: at, body, path, line, reactions }) =>
    said({ id, user, at, body, reactions, how: ` on ${path}, line ${line}`, anchor: "discussion_r" }),
  );
}

function events({ timeline }: Issue): readonly Moment[] {
  const told = timeline.filter(({ event }) => event !== "reviewed");
  return told.map((entry) => {
    const { id, createdAt: at, actor, event } = entry;
    const what = [event.replaceAll("_", " "), subjectOf(entry)].filter(Boolean).join(": ");
    return { id, at, shown: markup`<p class="event">${actor.login} · ${what} · ${timeOf(at)}</p>` };
  });
}

function subjectOf({ label, assignee, milestone, reviewer, rename, commit }: TimelineEntry): string | undefined {
  if (reviewer !== undefined) return "login" in reviewer ? reviewer.login : reviewer.slug;
  return label?.name ?? assignee?.login ?? milestone ?? rename?.to ?? commit?.slice(0, 7);
}

function timeOf(at: number): string {
  return iso(at).replace("T", " ").replace("Z", " UTC");
}
