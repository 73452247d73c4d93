import { createHash, createHmac } from "node:crypto";

/** GitHub refuses comments over 65,536 characters; this leaves room for the marker and a closing fence. */
const longest = 60_000;

/**
 * The body as it is posted: cut where it is too long, with its last fence closed, and at the end of a line where one is
 * near, because half a code span would set free what it holds.
 */
export function fitComment(body: string): string {
  if (body.length <= longest) return body;
  const line = body.lastIndexOf("\n", longest - 1);
  const whole = isHighSurrogate(body.charCodeAt(longest - 1)) ? longest - 1 : longest;
  const cut = body.slice(0, line > longest / 2 ? line + 1 : whole);
  const open = openFence(cut);
  return open === undefined ? `${cut}…` : `${cut}…\n${open}`;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** The fence that is still open at the end of the text. */
function openFence(text: string): string | undefined {
  let open: string | undefined;
  for (const line of text.split("\n")) {
    const fence = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) continue;
    if (open === undefined) open = fence;
    else if (fence.startsWith(open)) open = undefined;
  }
  return open;
}

/** What makes a comment the same one when its step runs again: the delivery, the plugin, the issue, and which comment of the step it is. */
export interface CommentIdentity {
  readonly delivery: string;
  readonly plugin: string;
  readonly repo: string;
  readonly number: number;
  readonly ordinal: number;
}

/** A short id of one comment, for the effect log. */
export function effectId(identity: CommentIdentity): string {
  const { delivery, plugin, repo, number, ordinal } = identity;
  const text = JSON.stringify([delivery, plugin, repo.toLowerCase(), number, ordinal]);
  return `comment:${createHash("sha256").update(text).digest("base64url")}`;
}

/** The hidden line at the end of a comment by which it is found again; nobody without the secret can make one. */
export function commentMarker(effect: string, secret: string): string {
  const mac = createHmac("sha256", secret).update(effect).digest("hex").slice(0, 20);
  return `<!-- bowsprit:${mac} -->`;
}

/** True for a text that carries a marker, whoever wrote it: it is, or repeats, a comment of the bot's. */
export function carriesCommentMarker(body: string): boolean {
  return body.includes("<!-- bowsprit:");
}
