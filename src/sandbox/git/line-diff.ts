export interface LineDiff {
  readonly additions: number;
  readonly deletions: number;
  /** Unified hunks without a file header, as GitHub's `patch`. */
  readonly patch: string;
}

type Edit = { readonly mark: " " | "+" | "-"; readonly line: string };

/** Beyond this many differing lines on a side the whole middle counts as replaced. */
const LONGEST = 2000;
const CONTEXT = 3;

/** Line difference of two texts. */
export function diffLines(before: string, after: string): LineDiff {
  const edits = editsBetween(linesOf(before), linesOf(after));
  const additions = edits.filter((edit) => edit.mark === "+").length;
  const deletions = edits.filter((edit) => edit.mark === "-").length;
  return { additions, deletions, patch: patchOf(edits) };
}

function linesOf(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function editsBetween(a: string[], b: string[]): Edit[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const middle = middleEdits(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return [...keep(a.slice(0, start)), ...middle, ...keep(a.slice(a.length - end))];
}

function keep(lines: string[]): Edit[] {
  return lines.map((line) => ({ mark: " ", line }));
}

function middleEdits(a: string[], b: string[]): Edit[] {
  const removed: Edit[] = a.map((line) => ({ mark: "-", line }));
  const added: Edit[] = b.map((line) => ({ mark: "+", line }));
  if (a.length === 0 || b.length === 0 || a.length > LONGEST || b.length > LONGEST) return [...removed, ...added];
  return trace(a, b, commonLengths(a, b));
}

function commonLengths(a: string[], b: string[]): Uint16Array {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const down = table[(i + 1) * width + j] ?? 0;
      const right = table[i * width + j + 1] ?? 0;
      table[i * width + j] = a[i] === b[j] ? (table[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(down, right);
    }
  }
  return table;
}

function trace(a: string[], b: string[], table: Uint16Array): Edit[] {
  const width = b.length + 1;
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const down = i < a.length ? (table[(i + 1) * width + j] ?? 0) : -1;
    const right = j < b.length ? (table[i * width + j + 1] ?? 0) : -1;
    if (i < a.length && j < b.length && a[i] === b[j]) {
      edits.push({ mark: " ", line: a[i] ?? "" });
      i += 1;
      j += 1;
    } else if (down >= right) {
      edits.push({ mark: "-", line: a[i] ?? "" });
      i += 1;
    } else {
      edits.push({ mark: "+", line: b[j] ?? "" });
      j += 1;
    }
  }
  return edits;
}

function patchOf(edits: readonly Edit[]): string {
  return hunks(edits)
    .map(([from, to]) => hunkText(edits, from, to))
    .join("\n");
}

function hunks(edits: readonly Edit[]): [number, number][] {
  const found: [number, number][] = [];
  edits.forEach((edit, index) => {
    if (edit.mark === " ") return;
    const last = found.at(-1);
    const from = Math.max(0, index - CONTEXT);
    const to = Math.min(edits.length, index + CONTEXT + 1);
    if (last !== undefined && from <= last[1]) last[1] = to;
    else found.push([from, to]);
  });
  return found;
}

function hunkText(edits: readonly Edit[], from: number, to: number): string {
  const count = (list: readonly Edit[], skip: string): number => list.filter((edit) => edit.mark !== skip).length;
  const ahead = edits.slice(0, from);
  const hunk = edits.slice(from, to);
  const span = (skip: string): string => {
    const size = count(hunk, skip);
    return `${count(ahead, skip) + (size === 0 ? 0 : 1)},${size}`;
  };
  return `@@ -${span("+")} +${span("-")} @@\n${hunk.map((edit) => edit.mark + edit.line).join("\n")}`;
}
