import { addComment, deleteComment, editComment } from "../actions/commenting.ts";
import { requiredText } from "../http/body-fields.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { paged } from "../http/pages.ts";
import { issueOf, param, repositoryOf } from "../http/path-subject.ts";
import { created, noContent, ok, type Reply } from "../http/reply.ts";
import { notFound } from "../refusal.ts";
import { renderComment } from "../render/issue.ts";
import type { Comment } from "../state/records.ts";

export const commentRoutes: readonly Route[] = [
  {
    pattern: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
    run: (call) => page(call, issueOf(call).comments),
  },
  { pattern: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments", run: create },
  { pattern: "GET /repos/{owner}/{repo}/issues/comments", run: listAll },
  {
    pattern: "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
    run: (call) => ok(renderComment(call.world, commentOf(call))),
  },
  { pattern: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", run: update },
  { pattern: "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", run: remove },
];

export function commentOf(call: Call): Comment {
  const repository = repositoryOf(call, ["issues", "pull_requests"]);
  const comment = repository.comments.get(Number(param(call, "comment_id")));
  if (comment === undefined || comment.createdAt > call.asOf) throw notFound();
  return comment;
}

function page(call: Call, comments: Iterable<Comment>): Reply {
  const since = Date.parse(call.query.get("since") ?? "") || 0;
  const shown = [...comments].filter((comment) => comment.updatedAt >= since && comment.createdAt <= call.asOf);
  return paged(call, shown, (comment) => renderComment(call.world, comment));
}

function listAll(call: Call): Reply {
  const comments = [...repositoryOf(call, ["issues", "pull_requests"]).comments.values()];
  if (call.query.get("direction") === "desc") comments.reverse();
  return page(call, comments);
}

function create(call: Call): Reply {
  const comment = addComment(acting(call), issueOf(call), requiredText(call, "body", "IssueComment"));
  return created(renderComment(call.world, comment));
}

function update(call: Call): Reply {
  const comment = editComment(acting(call), commentOf(call), requiredText(call, "body", "IssueComment"));
  return ok(renderComment(call.world, comment));
}

function remove(call: Call): Reply {
  deleteComment(acting(call), commentOf(call));
  return noContent;
}
