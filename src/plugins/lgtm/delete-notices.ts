import type { GitHub } from "../../github/github.ts";
import { isOwnAccount } from "../../plugin-kit/is-own-account.ts";
import { settleAll } from "../../plugin-kit/settle-all.ts";

type NoticeGitHub = Pick<GitHub, "botLogin" | "comments" | "deleteComment">;

/** Deletes the bot's comments that are such notices; costs one request when there are none. */
export async function deleteNotices(
  github: NoticeGitHub,
  number: number,
  isNotice: (body: string) => boolean,
): Promise<void> {
  const [botLogin, comments] = await Promise.all([github.botLogin(), github.comments(number)]);
  const notices = comments.filter((comment) => isOwnAccount(comment.author, botLogin) && isNotice(comment.body));
  await settleAll(notices.map((notice) => github.deleteComment(notice.id)));
}
