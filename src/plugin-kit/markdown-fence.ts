/** A fenced code block that is open. */
export interface Fence {
  readonly mark: "`" | "~";
  /** The closing fence has at least as many marks. */
  readonly length: number;
  /** Column of the list item's text the block stands in; 0 outside lists. */
  readonly column: number;
}

const MAYBE_FENCE = /```|~~~/;

/** Columns of white space before the line's first character; a tab reaches the next multiple of four. */
export function indentOf(line: string): number {
  let column = 0;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === " ") column += 1;
    else if (character === "\t") column += 4 - (column % 4);
    else break;
  }
  return column;
}

export function isBlank(line: string): boolean {
  return line === "" || !/[^ \t]/.test(line);
}

/** The block a line opens, also as the first thing in a list item; undefined for any other line. */
export function openFence(line: string): Fence | undefined {
  let column = indentOf(line);
  if (column > 3 || !MAYBE_FENCE.test(line)) return undefined;
  let inList = false;
  for (;;) {
    const fence = fenceAt(line, column, inList ? column : 0);
    if (fence !== undefined) return fence;
    const text = afterListMarker(line, column);
    if (text === undefined) return undefined;
    column = text;
    inList = true;
  }
}

/** True for a line that cannot be in the block because the list item around it ended. */
export function leavesContainer(fence: Fence, line: string): boolean {
  return fence.column > 0 && !isBlank(line) && indentOf(line) < fence.column;
}

export function closesFence(fence: Fence, line: string): boolean {
  if (!line.includes(fence.mark)) return false;
  if (indentOf(line) > fence.column + 3) return false;
  const marks = /^[ \t]*/.exec(line)?.[0].length ?? 0;
  let length = 0;
  while (line.charAt(marks + length) === fence.mark) length += 1;
  return length >= fence.length && isBlank(line.slice(marks + length));
}

function fenceAt(line: string, start: number, column: number): Fence | undefined {
  const mark = line.charAt(start);
  if (mark !== "`" && mark !== "~") return undefined;
  let length = 0;
  while (line.charAt(start + length) === mark) length += 1;
  if (length < 3) return undefined;
  // With backticks later on the line it is a code span.
  if (mark === "`" && line.includes("`", start + length)) return undefined;
  return { mark, length, column };
}

/** Where the text of a list item starts when its marker is at `start`. */
function afterListMarker(line: string, start: number): number | undefined {
  let at = start;
  if ("-+*".includes(line.charAt(at)) && at < line.length) at += 1;
  else {
    while (at - start < 9 && line.charAt(at) >= "0" && line.charAt(at) <= "9") at += 1;
    if (at === start || !".)".includes(line.charAt(at)) || at >= line.length) return undefined;
    at += 1;
  }
  const marker = at;
  while (line.charAt(at) === " " && at - marker < 4) at += 1;
  return at === marker ? undefined : at;
}
