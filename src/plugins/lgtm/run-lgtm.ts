import type { Calls, CommandContext } from "../../plugin-kit/define-plugin.ts";
import { wordOf } from "../../plugin-kit/latest-word.ts";
import { sameAccount } from "../../plugin-kit/same-account.ts";
import { type ChangeContext, changeLgtm } from "./change-lgtm.ts";
import type { LgtmConfig } from "./lgtm-config.ts";
import { type LgtmWord, lgtmRequest } from "./lgtm-request.ts";

type RunContext = ChangeContext &
  Pick<CommandContext<LgtmConfig>, "comment" | "subject" | "author" | "reply" | "react">;

/** `/lgtm`, `/lgtm cancel` and `/remove-lgtm`: the label or the assignment is the answer, a thumb if both were there. */
export async function runLgtm(ctx: RunContext, calls: Calls<LgtmWord>): Promise<void> {
  const wants = lgtmRequest(calls);
  if (wants === undefined) return;
  const { number, author } = ctx.subject;
  const { reviewed } = ctx.comment;
  const isAuthor = sameAccount(ctx.comment.author, author);
  const outcome = await changeLgtm(ctx, {
    ...{ number, wants, by: ctx.author, author: author.login, isAuthor, word: wordOf(ctx.comment) },
    ...(reviewed === undefined ? {} : { reviewed }),
  });
  if (outcome === "unchanged") ctx.react("+1");
  else if (typeof outcome === "object") ctx.reply(outcome.refused);
}
