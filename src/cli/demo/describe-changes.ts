import type { Ink } from "../ink.ts";
import { shortenWords } from "./shorten-words.ts";
import type { CommentView, ListChange, SubjectChanges } from "./subject-view.ts";

export interface Describing {
  readonly ink: Ink;
  /** Login of the bot, as GitHub writes it. */
  readonly bot: string;
}

const SHORT = { lines: 3, width: 100 };

/** What changed, one line each; empty when nothing a reader would see did. */
export function describeChanges(changes: SubjectChanges, { ink, bot }: Describing): readonly string[] {
  const said = (comment: CommentView, verb: string) => (comment.author === bot ? quote(comment.body, verb, ink) : []);
  const { labels, assignees, reviewers, state, deleted, reactions } = changes;
  return [
    ...list("labels", labels, ink),
    ...list("assignees", assignees, ink),
    ...list("reviewers", reviewers, ink),
    ...(state === undefined ? [] : [`${ink.dim("state")} ${ink.yellow(state)}`]),
    ...(reactions.length === 0 ? [] : [`${ink.dim("reaction")} ${reactions.join(", ")}`]),
    ...(deleted === 0 ? [] : [ink.dim(`bowsprit takes back ${deleted === 1 ? "a comment" : `${deleted} comments`}`)]),
    ...changes.written.flatMap((comment) => said(comment, "bowsprit says")),
    ...changes.edited.flatMap((comment) => said(comment, "bowsprit rewrites its comment")),
  ];
}

function list(name: string, { added, removed }: ListChange, ink: Ink): readonly string[] {
  const names = [
    ...added.map((one) => ink.green(`+${quoteSpaced(one)}`)),
    ...removed.map((one) => ink.red(`-${quoteSpaced(one)}`)),
  ];
  return names.length === 0 ? [] : [`${ink.dim(name)} ${names.join(" ")}`];
}

function quoteSpaced(name: string): string {
  return name.includes(" ") ? `"${name}"` : name;
}

function quote(body: string, verb: string, ink: Ink): readonly string[] {
  return [ink.cyan(`${verb}:`), ...shortenWords(body, SHORT).map((line) => `  ${line}`)];
}
