import type { CommentEvent } from "../plugin-kit/comment-event.ts";
import type { ScannedLine } from "../plugin-kit/scan-commands.ts";
import type { Delivery } from "./delivery.ts";
import type { BotEvent } from "./events/decode-event.ts";
import type { ObeyedTexts } from "./obeyed-texts.ts";
import { once } from "./once.ts";

export interface TextGuardOptions {
  readonly texts: ObeyedTexts;
  /** Whether an operator wants a text obeyed again although it was obeyed before. */
  readonly isDeliberate?: (delivery: Delivery) => boolean;
}

export interface ArrivedText {
  readonly delivery: Delivery;
  readonly event: BotEvent;
  readonly comment: CommentEvent | undefined;
  readonly lines: readonly ScannedLine[];
}

/** Whether a delivery's text was obeyed under another id. */
export interface TextGuard {
  readonly isReplay: () => Promise<boolean>;
  /** Records that the text's commands ran, once. */
  readonly markObeyed: () => Promise<void>;
}

const UNGUARDED: TextGuard = { isReplay: async () => false, markObeyed: async () => {} };

/** Only texts that ask for something are guarded: commands, and reviews, whose state can act as one. */
export function guardText({ texts, isDeliberate }: TextGuardOptions, arrived: ArrivedText): TextGuard {
  const { delivery, event, comment, lines } = arrived;
  if (isDeliberate?.(delivery)) return UNGUARDED;
  const asks = lines.length > 0 || event.name === "pull_request_review.submitted";
  if (comment === undefined || !asks) return UNGUARDED;
  const text = { repository: event.payload.repository.id, comment };
  const id = `${delivery.hook ?? ""} ${delivery.guid}`;
  return { isReplay: () => texts.isReplay(text, id), markObeyed: once(() => texts.mark(text, id)) };
}
