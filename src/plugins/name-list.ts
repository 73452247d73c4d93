import { quoted } from "../plugin-kit/quoted.ts";

/** Longest list of names a sentence carries. */
const MOST = 20;

/** Names as inert code spans, "`a`, `b` and 3 more": whatever they hold, nobody is mentioned. */
export function nameList(names: readonly string[]): string {
  const shown = names.slice(0, MOST).map(quoted).join(", ");
  return names.length > MOST ? `${shown} and ${names.length - MOST} more` : shown;
}
