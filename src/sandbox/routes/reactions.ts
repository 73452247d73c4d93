import { type Reactable, react } from "../actions/reacting.ts";
import { requiredText } from "../http/body-fields.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { paged } from "../http/pages.ts";
import { issueOf, param } from "../http/path-subject.ts";
import { noContent, type Reply } from "../http/reply.ts";
import { notFound, Refusal } from "../refusal.ts";
import { renderReaction } from "../render/label.ts";
import type { Issue } from "../state/records.ts";
import { commentOf } from "./comments.ts";
import { reviewCommentOf } from "./reviews.ts";

interface Place {
  readonly issue: Issue;
  readonly on: Reactable;
}

const PLACES: readonly [string, (call: Call) => Place][] = [
  ["issues/{issue_number}", (call) => onIssue(issueOf(call))],
  ["issues/comments/{comment_id}", (call) => onComment(commentOf(call))],
  ["pulls/comments/{comment_id}", (call) => onComment(reviewCommentOf(call))],
];

/** Reactions on issues, comments and review comments. */
export const reactionRoutes: readonly Route[] = PLACES.flatMap(([path, place]) => [
  { pattern: `GET /repos/{owner}/{repo}/${path}/reactions`, run: (call: Call) => list(call, place(call)) },
  { pattern: `POST /repos/{owner}/{repo}/${path}/reactions`, run: (call: Call) => create(call, place(call)) },
  {
    pattern: `DELETE /repos/{owner}/{repo}/${path}/reactions/{reaction_id}`,
    run: (call: Call) => remove(call, place(call)),
  },
]);

function onIssue(issue: Issue): Place {
  return { issue, on: issue };
}

function onComment(comment: Reactable & { readonly issue: Issue }): Place {
  return { issue: comment.issue, on: comment };
}

function list(call: Call, place: Place): Reply {
  const content = call.query.get("content");
  const found = place.on.reactions.filter((reaction) => content === null || reaction.content === content);
  return paged(call, found, (reaction) => renderReaction(call.world, reaction));
}

function create(call: Call, place: Place): Reply {
  const made = react(acting(call), place.issue, { on: place.on, content: requiredText(call, "content", "Reaction") });
  return { status: made.fresh ? 201 : 200, body: renderReaction(call.world, made.reaction) };
}

function remove(call: Call, place: Place): Reply {
  const { reactions } = place.on;
  const index = reactions.findIndex((reaction) => String(reaction.id) === param(call, "reaction_id"));
  if (index < 0) throw notFound();
  if (reactions[index]?.user !== acting(call).by.account)
    throw new Refusal(403, "You can only delete your own reactions");
  reactions.splice(index, 1);
  return noContent;
}
