import type { Comment, GitHub } from "../github.ts";
import { refusedAs } from "../refused-as.ts";
import { commentOnce } from "./comment-once.ts";
import { fitComment } from "./comment-text.ts";
import { fetchComments } from "./pull-reads.ts";
import { ask, type VerbContext } from "./verb-context.ts";

type CommentVerbs = Pick<GitHub, "comments" | "comment" | "editComment" | "deleteComment">;

export function commentVerbs(context: VerbContext): CommentVerbs {
  const ordinals = new Map<number, number>();
  return {
    comments: (number) => readComments(context, number),
    comment: (number, body) => {
      const ordinal = ordinals.get(number) ?? 0;
      ordinals.set(number, ordinal + 1);
      return commentOnce(context, { number, body, ordinal });
    },
    editComment: (id, body) => editComment(context, id, body),
    deleteComment: (id) => deleteComment(context, id),
  };
}

async function readComments(context: VerbContext, number: number): Promise<readonly Comment[]> {
  const snapshot = context.snapshot.of(number);
  const history = snapshot.history.peek()?.then(({ comments }) => comments);
  const read = history ?? snapshot.comments.read(() => fetchComments(context, number));
  return context.snapshot.comments.applied(number, await read);
}

const oneComment = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

async function editComment(context: VerbContext, id: number, text: string): Promise<void> {
  const body = fitComment(text);
  await ask(context, { route: `PATCH ${oneComment}`, path: { comment_id: id }, body: { body } });
  context.snapshot.comments.edited(id, body);
}

async function deleteComment(context: VerbContext, id: number): Promise<void> {
  const deleting = ask(context, { route: `DELETE ${oneComment}`, path: { comment_id: id } });
  await refusedAs("not-found", undefined, deleting);
  context.snapshot.comments.deleted(id);
}
