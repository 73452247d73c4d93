import { GoYamlError } from "./go-yaml-error.ts";

/**
 * The part of the text that go-yaml reads for the first document: up to the second one, or up to a line further left
 * than the first. So whatever follows costs nothing and breaks nothing. Line ends come out as LF, without byte order mark.
 * @throws GoYamlError for characters and directives that go-yaml refuses.
 */
export function firstYamlDocument(text: string): string {
  return splitAtFirstDocument(text).first;
}

/** The same, and what follows it. */
export function splitAtFirstDocument(text: string): { readonly first: string; readonly rest: string } {
  const lines = text.replace(/^\ufeff/, "").replace(/\r\n|[\r\u0085\u2028\u2029]/g, "\n");
  const end = firstDocumentEnd(lines);
  const first = lines.slice(0, end);
  if (unprintable.test(first)) throw new GoYamlError("control characters are not allowed");
  return { first, rest: lines.slice(end) };
}

const unprintable = /[^\t\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function firstDocumentEnd(text: string): number {
  let started = false;
  let indent: number | undefined;
  for (let start = 0; start < text.length; ) {
    const end = lineEnd(text, start);
    const line = text.slice(start, end);
    const marker = isMarker(line, "---");
    if (started && (marker || isMarker(line, "..."))) return start;
    if (!started && !marker) requireKnownPrologue(line);
    started ||= marker || isContent(line);
    if (!marker && isContent(line)) {
      indent ??= blockIndent(line);
      if (line.search(/[^ ]/) < indent) return start;
    }
    start = end + 1;
  }
  return text.length;
}

/** How far right a block collection stands that begins with this line; flow and quoted text may go on anywhere. */
function blockIndent(line: string): number {
  return /^ *[[{"']/.test(line) ? 0 : line.search(/[^ ]/);
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}

function isMarker(line: string, marker: "---" | "..."): boolean {
  return line.startsWith(marker) && (line.length === 3 || line[3] === " " || line[3] === "\t");
}

function requireKnownPrologue(line: string): void {
  if (isMarker(line, "...")) throw new GoYamlError("did not find expected node content");
  if (!line.startsWith("%") || /^%TAG[ \t]/.test(line)) return;
  if (!/^%YAML[ \t]+1\.1(?:[ \t]|$)/.test(line)) throw new GoYamlError(`unknown directive: ${line}`);
}

function isContent(line: string): boolean {
  const first = line.trimStart().charAt(0);
  return first !== "" && first !== "#" && !line.startsWith("%");
}
