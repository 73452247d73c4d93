import type { EventReview, ReviewEvent } from "../../plugin-kit/events.ts";
import { isOwnAccount } from "../../plugin-kit/is-own-account.ts";
import { type Word, wordOf } from "../../plugin-kit/latest-word.ts";
import { sameAccount } from "../../plugin-kit/same-account.ts";
import { UserError } from "../../plugin-kit/user-error.ts";
import { type ChangeContext, changeLgtm } from "./change-lgtm.ts";
import { lgtmRequestIn } from "./lgtm-request.ts";

type ReviewContext = ChangeContext & { readonly payload: ReviewEvent };

/** Lets a submitted review act as `/lgtm` or `/lgtm cancel` where configured; a command in its text goes first. */
export async function obeyReview(ctx: ReviewContext): Promise<void> {
  const { review, pull_request: pull } = ctx.payload;
  if (!ctx.config.review_acts_as_lgtm || review.user === null) return;
  const wants = wishOf(review);
  if (wants === undefined || lgtmRequestIn(review.body ?? "") !== undefined) return;
  const by = review.user.login;
  if (review.user.type === "Bot" || isOwnAccount({ login: by, type: "User" }, await ctx.github.botLogin())) return;
  const outcome = await changeLgtm(ctx, {
    ...{
      number: pull.number,
      wants,
      by,
      author: pull.user?.login ?? "",
      isAuthor: pull.user !== null && sameAccount(review.user, pull.user),
      word: wordOfReview(ctx.payload),
    },
    ...(review.commit_id ? { reviewed: { commit: review.commit_id, head: pull.head.sha } } : {}),
  });
  if (typeof outcome === "object") throw new UserError(outcome.refused);
}

function wordOfReview({ review, pull_request: pull }: ReviewEvent): Word {
  return wordOf({
    kind: "review",
    id: review.id,
    action: "created",
    createdAt: review.submitted_at ?? pull.updated_at,
  });
}

function wishOf(review: EventReview): "add" | "remove" | undefined {
  const state = review.state.toLowerCase();
  if (state === "approved") return "add";
  return state === "changes_requested" ? "remove" : undefined;
}
