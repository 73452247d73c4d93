import type { CommentEvent, CommentKind } from "../../plugin-kit/comment-event.ts";
import type { EventChanges, EventUser, ReviewEvent } from "../../plugin-kit/events.ts";
import type { BotEvent } from "./decode-event.ts";
import { accountOf, type EventSubject, subjectOf } from "./event-subject.ts";

/** The parts of a payload that carry its text. */
interface WrittenText {
  readonly kind: CommentKind;
  readonly id: number;
  readonly body: string | null;
  readonly user: EventUser | null;
  readonly url: string;
  readonly createdAt: string;
  readonly editedAt: string;
  readonly reviewed?: { readonly commit: string; readonly head: string };
}

/**
 * The text a person wrote or edited, out of the five webhooks that carry one; undefined for every other event, for
 * what was deleted or dismissed, and for an issue that merely moved here. Prow: pkg/hook/events.go.
 */
export function commentFromEvent(event: BotEvent): CommentEvent | undefined {
  const subject = subjectOf(event);
  const text = subject === undefined ? undefined : writtenText(event, subject);
  if (subject === undefined || text === undefined) return undefined;
  const { state: _state, ...rest } = subject;
  const edited = event.name.endsWith(".edited");
  const body = text.body ?? "";
  return {
    action: edited ? "edited" : "created",
    kind: text.kind,
    id: text.id,
    body,
    ...(edited ? { previousBody: previousBody(event, body) } : {}),
    author: accountOf(text.user),
    url: text.url,
    createdAt: edited ? text.editedAt : text.createdAt,
    ...(text.reviewed === undefined ? {} : { reviewed: text.reviewed }),
    subject: rest,
  };
}

function writtenText(event: BotEvent, subject: EventSubject): WrittenText | undefined {
  switch (event.name) {
    case "issues.opened":
    case "issues.edited":
      return event.payload.changes?.old_issue ? undefined : description(event.payload.issue);
    case "pull_request.opened":
    case "pull_request.edited":
      return description(event.payload.pull_request);
    case "issue_comment.created":
    case "issue_comment.edited":
      return comment("comment", event.payload.comment);
    case "pull_request_review_comment.created":
    case "pull_request_review_comment.edited":
      return comment("review-comment", event.payload.comment);
    case "pull_request_review.submitted":
    case "pull_request_review.edited":
      return review(event.payload, subject);
    default:
      return undefined;
  }
}

/** GitHub does not say when a review was edited; the pull request changed then, too. */
function review({ review, pull_request: pull }: ReviewEvent, subject: EventSubject): WrittenText {
  const { id, body, user, html_url: url, submitted_at: at, commit_id: commit } = review;
  return {
    ...{ kind: "review", id, body, user, url: url || subject.url },
    createdAt: at ?? pull.updated_at,
    editedAt: pull.updated_at,
    ...(commit === undefined || commit === null ? {} : { reviewed: { commit, head: pull.head.sha } }),
  };
}

interface TextFields {
  readonly body: string | null;
  readonly user: EventUser | null;
  readonly html_url: string;
  readonly created_at: string;
  readonly updated_at: string;
}

function description(issue: TextFields & { readonly number: number }): WrittenText {
  return { ...written(issue), kind: "description", id: issue.number };
}

function comment(kind: CommentKind, fields: TextFields & { readonly id: number }): WrittenText {
  return { ...written(fields), kind, id: fields.id };
}

function written(fields: TextFields): Omit<WrittenText, "kind" | "id"> {
  const { body, user, html_url: url, created_at: createdAt, updated_at: editedAt } = fields;
  return { body, user, url, createdAt, editedAt };
}

/** An edit of something else, such as the title, leaves the text as it was. */
function previousBody(event: BotEvent, body: string): string {
  const changes: EventChanges | undefined = "changes" in event.payload ? event.payload.changes : undefined;
  return changes?.body === undefined ? body : (changes.body.from ?? "");
}
