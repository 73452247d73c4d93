import type { Comment } from "../../github/github.ts";
import { isOwnAccount } from "../../plugin-kit/is-own-account.ts";
import { REMOVED_MARKER, TREE_MARKER } from "./messages.ts";

/**
 * How Prow's notices begin: a bot that takes over Prow's account finds its comments there. Prow: pkg/plugins/lgtm,
 * addLGTMLabelNotification and removeLGTMLabelNoti. Only the beginning of a comment counts, because a reply further
 * down repeats what a person wrote.
 */
const PROW_TREE = /^LGTM label has been added\. {1,2}<details>Git tree hash: ([0-9a-f]{40,64})<\/details>/;
const PROW_REMOVED = "New changes are detected. LGTM label has been removed.";

/** The tree a notice of lgtm covers; undefined for any other comment. */
export function treeOf(body: string): string | undefined {
  const prow = PROW_TREE.exec(body)?.[1];
  if (prow !== undefined || !body.startsWith(TREE_MARKER)) return prow;
  return /^([0-9a-f]{40,64}) -->/.exec(body.slice(TREE_MARKER.length))?.[1];
}

/** Whether the comment says that a push took lgtm away. */
export function isRemovalNotice(body: string): boolean {
  return body.startsWith(REMOVED_MARKER) || body.startsWith(PROW_REMOVED);
}

/** The tree of the bot's newest notice that nobody edited; people with write access can edit the bot's comments. */
export function lastCoveredTree(comments: readonly Comment[], botLogin: string): string | undefined {
  const trees = comments
    .filter((comment) => isOwnAccount(comment.author, botLogin) && comment.createdAt === comment.updatedAt)
    .map((comment) => treeOf(comment.body));
  return trees.findLast((tree) => tree !== undefined);
}
