import { html } from "hono/html";

/** A sentence with its `code` spans as such; everything in it is escaped. A backtick without a partner stays one. */
export function prose(text: string) {
  const parts = text.split("`");
  const spans = parts.length % 2 === 1 ? parts : [...parts.slice(0, -2), parts.slice(-2).join("`")];
  return html`${spans.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}
