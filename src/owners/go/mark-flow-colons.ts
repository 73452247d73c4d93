import { enclosedRegions, lastOfOpaque } from "./enclosed-regions.ts";
import { GoYamlError } from "./go-yaml-error.ts";

/** Stands for a colon that is part of a name; go-yaml refuses this character, so no text has it. */
const COLON_IN_NAME = "\ufffe";

/**
 * Marks the colons that go-yaml takes as part of an unquoted name in a flow collection, as in `[ann:, pat]`, where npm
 * `yaml` sees a key without a value. Linear in the text, and keeps its length. Prow: go-yaml, yaml_parser_scan_plain_scalar.
 * @throws GoYamlError for a question mark that no blank follows: go-yaml never takes it as part of an unquoted name there.
 */
export function markFlowColons(text: string): string {
  if (!/:[,[\]{}]|\?/.test(text)) return text;
  const marked: number[] = [];
  for (const { start, end } of enclosedRegions(text)) {
    if (text[start] === "[" || text[start] === "{") marked.push(...colonsInNames(text, start, end));
  }
  let [copied, out] = [0, ""];
  for (const at of marked) {
    out += text.slice(copied, at) + COLON_IN_NAME;
    copied = at + 1;
  }
  return out + text.slice(copied);
}

/** The scalar's text as it was before its colons were marked. */
export function unmarkFlowColons(text: string): string {
  return text.replaceAll(COLON_IN_NAME, ":");
}

function* colonsInNames(text: string, start: number, end: number): Generator<number> {
  for (let at = start; at < end; at += 1) {
    const char = text.charAt(at);
    if (char === "?" && /\S/.test(text.charAt(at + 1))) throw new GoYamlError("did not find expected ',' or ']'");
    else if (char === ":" && ",[]{}".includes(text.charAt(at + 1)) && isInName(text, at)) yield at;
    else at = lastOfOpaque(text, at);
  }
}

/** Behind a character of an unquoted name. */
function isInName(text: string, at: number): boolean {
  return !/[\s,[\]{}"']/.test(text.charAt(at - 1));
}
