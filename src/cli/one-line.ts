/** A text that may quote strangers, as one line that cannot move a terminal's cursor or turn its writing around. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ").trim();
}
