import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { CommentEvent } from "../plugin-kit/comment-event.ts";
import type { ValueStore } from "./steps/plugin-memory.ts";

/** Longer than GitHub keeps a delivery, and as long as the inbox knows one by its id. */
const KEEP_MS = 30 * 24 * 60 * 60_000;

/** One text as it was written at one moment: the same wherever and however often it is delivered. */
export interface WrittenText {
  /** GitHub's number of the repository. */
  readonly repository: number;
  readonly comment: CommentEvent;
}

/**
 * The texts whose commands were run. The headers that carry a delivery's id are not signed, so a captured body can come
 * back under a fresh id; its text is then known from here.
 */
export interface ObeyedTexts {
  /** Whether the text was obeyed under another delivery; the same one may run again. */
  isReplay(text: WrittenText, delivery: string): Promise<boolean>;
  /** Resolves when it is on disk that this delivery's commands ran. */
  mark(text: WrittenText, delivery: string): Promise<void>;
}

export function obeyedTexts(values: ValueStore, clock: Clock): ObeyedTexts {
  return {
    async isReplay(text, delivery) {
      const by = await values.get(keyOf(text));
      return by !== undefined && by !== delivery;
    },
    mark: (text, delivery) => values.set(keyOf(text), delivery, clock.now() + KEEP_MS),
  };
}

/** The moment is part of it, because a text may be edited back to what it was. */
function keyOf({ repository, comment }: WrittenText): string {
  const { kind, id, action, createdAt, body, previousBody = "" } = comment;
  const identity = JSON.stringify([repository, kind, id, action, createdAt, body, previousBody]);
  return `obeyed ${createHash("sha256").update(identity).digest("base64url")}`;
}
