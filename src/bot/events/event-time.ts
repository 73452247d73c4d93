import type { BotEvent } from "./decode-event.ts";

/** When the event happened by GitHub's clock, in milliseconds; undefined when the payload does not say. */
export function eventTime({ payload }: BotEvent): number | undefined {
  if ("comment" in payload) return parse(payload.comment.updated_at);
  if ("review" in payload) return parse(payload.review.submitted_at ?? payload.pull_request.updated_at);
  if ("issue" in payload) return parse(payload.issue.updated_at);
  if ("pull_request" in payload) return parse(payload.pull_request.updated_at);
  if ("after" in payload && typeof payload.repository.pushed_at === "number")
    return payload.repository.pushed_at * 1_000;
  return undefined;
}

function parse(time: string): number | undefined {
  const milliseconds = Date.parse(time);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
