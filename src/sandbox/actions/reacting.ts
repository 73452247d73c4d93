import { Refusal } from "../refusal.ts";
import type { Acting } from "../state/actor.ts";
import type { Issue, Reaction } from "../state/records.ts";
import { demandOn } from "./guard.ts";

export const REACTION_NAMES = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;

/** What a reaction stands on. */
export interface Reactable {
  readonly reactions: Reaction[];
}

export interface Reacted {
  readonly reaction: Reaction;
  /** False when the same account had reacted so before. */
  readonly fresh: boolean;
}

/** Reacts once for each account and content; GitHub sends no webhook for it. */
export function react(acting: Acting, issue: Issue, about: { on: Reactable; content: string }): Reacted {
  demandOn(acting, issue, "read");
  const { on, content } = about;
  if (!REACTION_NAMES.some((name) => name === content)) throw new Refusal(422, "Validation Failed");
  const { world, by } = acting;
  const known = on.reactions.find((other) => other.user === by.account && other.content === content);
  if (known !== undefined) return { reaction: known, fresh: false };
  const reaction: Reaction = { id: world.nextId(), content, user: by.account, createdAt: world.now() };
  on.reactions.push(reaction);
  return { reaction, fresh: true };
}
