import { replaceSteering } from "../log/replace-steering.ts";

/** A text that may quote strangers, as one line that cannot move a terminal's cursor or turn its writing around. */
export function oneLine(text: string): string {
  return replaceSteering(text, () => "\n")
    .replace(/\n+/g, " ")
    .trim();
}
