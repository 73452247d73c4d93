import type { Account } from "../github/github.ts";

/** Where a text stands: an issue's or pull request's description, a comment, a review, an inline comment. */
export type CommentKind = "description" | "comment" | "review" | "review-comment";

/** The issue or pull request a text stands on, as the payload tells it. */
export interface Subject {
  readonly number: number;
  readonly isPull: boolean;
  readonly author: Account;
  readonly url: string;
}

/** One text a person wrote, from any of the five webhooks that carry one. Prow: GenericCommentEvent. */
export interface CommentEvent {
  readonly action: "created" | "edited";
  readonly kind: CommentKind;
  /** Id of the comment or review; the subject's number for a description. */
  readonly id: number;
  readonly body: string;
  /** The text before an edit. */
  readonly previousBody?: string;
  readonly author: Account;
  readonly url: string;
  /** When this text was written, an edit's time for an edited one. ISO 8601, GitHub's clock. */
  readonly createdAt: string;
  /** Of a review: the commit it is about and the head at that time; absent when the commit is gone. */
  readonly reviewed?: { readonly commit: string; readonly head: string };
  readonly subject: Subject;
}
