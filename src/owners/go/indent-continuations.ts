import { enclosedRegions } from "./enclosed-regions.ts";

/** No real file is indented further; padding every line by more could multiply a text's size. */
const maxPadding = 200;

/**
 * Moves the later lines of quoted scalars and flow collections to the right of where those begin. For go-yaml their
 * indentation means nothing; npm `yaml` ends them at a line that stands too far left. Linear in the text.
 */
export function indentContinuations(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  for (const { start, end } of enclosedRegions(text)) {
    const padding = start - (text.lastIndexOf("\n", start) + 1) + 1;
    if (padding > maxPadding) continue;
    const lines = text.slice(start, end).split("\n");
    parts.push(text.slice(copied, start), lines.join(`\n${" ".repeat(padding)}`));
    copied = end;
  }
  return [...parts, text.slice(copied)].join("");
}
