import { replaceSteering } from "../log/replace-steering.ts";

/** Text out of a file, in quotes, safe and short enough for one line of a terminal or a log. */
export function printable(text: string, limit = 60): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  return JSON.stringify(withoutControls(cut));
}

/** The text with control and invisible characters shown as question marks. */
export function withoutControls(text: string): string {
  return replaceSteering(text, () => "?");
}
