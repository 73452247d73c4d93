import { notFound, Refusal } from "../refusal.ts";
import { renderComment, renderIssue } from "../render/issue.ts";
import type { Json } from "../render/rendering.ts";
import { allows, permissionOf } from "../state/access.ts";
import type { Acting } from "../state/actor.ts";
import type { Comment, Issue, Repository } from "../state/records.ts";
import { announce } from "./announce.ts";
import { demandOn } from "./guard.ts";

const LONGEST_BODY = 65_536;
const MOST_COMMENTS = 2_500;

/** Posts a comment. Anybody who can read may, unless the issue is locked. */
export function addComment(acting: Acting, issue: Issue, body: string): Comment {
  demandOn(acting, issue, "read");
  checkBody(body);
  if (issue.locked && !mayWrite(acting, issue.repository))
    throw new Refusal(403, "Unable to create comment because issue is locked.");
  if (issue.comments.length >= MOST_COMMENTS)
    throw new Refusal(403, "Commenting is disabled on issues with more than 2500 comments");
  const { world, by } = acting;
  const now = world.now();
  const viaApp = by.kind === "installation";
  const comment: Comment = {
    id: world.nextId(),
    issue,
    user: by.account,
    createdAt: now,
    updatedAt: now,
    reactions: [],
    viaApp,
    body,
  };
  issue.comments.push(comment);
  issue.repository.comments.set(comment.id, comment);
  issue.updatedAt = now;
  tell(acting, comment, { action: "created" });
  return comment;
}

/** Changes a comment's text: its writer, and people who can write. */
export function editComment(acting: Acting, comment: Comment, body: string): Comment {
  demandOwn(acting, comment);
  checkBody(body);
  const from = comment.body;
  if (from === body) return comment;
  comment.body = body;
  comment.updatedAt = acting.world.now();
  tell(acting, comment, { action: "edited", changes: { body: { from } } });
  return comment;
}

export function deleteComment(acting: Acting, comment: Comment): void {
  demandOwn(acting, comment);
  const { issue } = comment;
  if (!issue.repository.comments.delete(comment.id)) throw notFound();
  issue.comments.splice(issue.comments.indexOf(comment), 1);
  tell(acting, comment, { action: "deleted" });
}

/** Refuses an empty body and one beyond GitHub's 65,536 characters. */
export function checkBody(body: string): void {
  if (body.trim() === "")
    throw new Refusal(422, "Validation Failed", [
      { resource: "IssueComment", code: "unprocessable", field: "data", message: "Body cannot be blank" },
    ]);
  if ([...body].length <= LONGEST_BODY) return;
  const message = "body is too long (maximum is 65536 characters)";
  throw new Refusal(422, "Validation Failed", [
    { resource: "IssueComment", code: "unprocessable", field: "data", message },
  ]);
}

function demandOwn(acting: Acting, comment: Comment): void {
  demandOn(acting, comment.issue, comment.user === acting.by.account ? "read" : "write");
}

function mayWrite(acting: Acting, repository: Repository): boolean {
  return acting.by.kind !== "user" || allows(permissionOf(acting.world, repository, acting.by.account), "write");
}

function tell(acting: Acting, comment: Comment, fields: { action: string } & Json): void {
  const { world } = acting;
  const { action, ...more } = fields;
  announce(acting, "issue_comment", {
    repository: comment.issue.repository,
    fields: () => ({
      action,
      ...more,
      issue: renderIssue(world, comment.issue),
      comment: renderComment(world, comment),
    }),
  });
}
