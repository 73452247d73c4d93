import type { EventReview, ReviewEvent } from "../../plugin-kit/events.ts";
import { isOwnAccount } from "../../plugin-kit/is-own-account.ts";
import { UserError } from "../../plugin-kit/user-error.ts";
import { type ChangeContext, changeLgtm } from "./change-lgtm.ts";
import { lgtmRequestIn } from "./lgtm-request.ts";
import { headMoved } from "./messages.ts";

type ReviewContext = ChangeContext & { readonly payload: ReviewEvent };

/** Lets a submitted review act as `/lgtm` or `/lgtm cancel` where configured; a command in its text goes first. */
export async function obeyReview(ctx: ReviewContext): Promise<void> {
  const { review, pull_request: pull } = ctx.payload;
  if (!ctx.config.review_acts_as_lgtm || review.user === null) return;
  const wants = wishOf(review);
  if (wants === undefined || lgtmRequestIn(review.body ?? "") !== undefined) return;
  const by = review.user.login;
  if (review.user.type === "Bot" || isOwnAccount({ login: by, type: "User" }, await ctx.github.botLogin())) return;
  const reviewed = review.commit_id ?? pull.head.sha;
  const outcome =
    wants === "add" && reviewed !== pull.head.sha
      ? { refused: headMoved(reviewed, pull.head.sha) }
      : await changeLgtm(ctx, { number: pull.number, wants, by, author: pull.user?.login ?? "" });
  if (typeof outcome === "object") throw new UserError(outcome.refused);
}

function wishOf(review: EventReview): "add" | "remove" | undefined {
  const state = review.state.toLowerCase();
  if (state === "approved") return "add";
  return state === "changes_requested" ? "remove" : undefined;
}
