import { hiddenRanges } from "./hidden-ranges.ts";
import { closesFence, type Fence, indentOf, isBlank, leavesContainer, openFence } from "./markdown-fence.ts";

/** A line that starts with a slash and is shown as text. */
export interface VisibleLine {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
}

interface SourceLine extends VisibleLine {
  readonly start: number;
  /** Where the next line starts. */
  readonly next: number;
}

/** Lines that belong together, so that code spans and HTML comments may reach from one to the next. */
interface Paragraph {
  readonly start: number;
  end: number;
  readonly candidates: SourceLine[];
}

type BlockState =
  | { readonly in: "text" }
  | { readonly in: "fence"; readonly fence: Fence }
  | { readonly in: "html comment" };

const TEXT: BlockState = { in: "text" };
const PROSE = { next: TEXT, kind: "text" } as const;
/** What a line must start with to be anything but text; most lines do not. */
const BLOCK_STARTS = " \t>`~<-+*0123456789";

/**
 * The lines that start with a slash outside fenced code, indented code, quotes and HTML comments. Blocks follow
 * CommonMark, except that a line right under a quote stands for itself: who answers by mail writes exactly that.
 */
export function visibleLines(body: string): readonly VisibleLine[] {
  const visible: VisibleLine[] = [];
  let state = TEXT;
  let paragraph: Paragraph | undefined;
  for (let line = lineAt(body, 0, 1); line !== undefined; line = lineAt(body, line.next, line.number + 1)) {
    const { next, kind } = readBlock(state, line.text, paragraph !== undefined);
    state = next;
    if (kind === "text") {
      paragraph ??= { start: line.start, end: line.start, candidates: [] };
      paragraph.end = line.start + line.text.length;
      if (line.text.startsWith("/")) paragraph.candidates.push(line);
    } else if (paragraph !== undefined) {
      keepVisible(body, paragraph, visible);
      paragraph = undefined;
    }
  }
  if (paragraph !== undefined) keepVisible(body, paragraph, visible);
  return visible;
}

/** The line that starts at an offset; a carriage return before its line feed is no part of it. */
function lineAt(body: string, start: number, number: number): SourceLine | undefined {
  if (start > body.length) return undefined;
  const lineFeed = body.indexOf("\n", start);
  const stop = lineFeed === -1 ? body.length : lineFeed;
  const end = stop > start && body.charCodeAt(stop - 1) === 13 ? stop - 1 : stop;
  return { text: body.slice(start, end), number, start, next: stop + 1 };
}

/** What the line is, and what the lines after it are in. */
function readBlock(
  state: BlockState,
  line: string,
  inParagraph: boolean,
): { next: BlockState; kind: "text" | "other" } {
  if (state.in === "fence" && !leavesContainer(state.fence, line)) {
    return { next: closesFence(state.fence, line) ? TEXT : state, kind: "other" };
  }
  if (state.in === "text" && line !== "" && !BLOCK_STARTS.includes(line.charAt(0))) return PROSE;
  if (state.in === "html comment") return { next: line.includes("-->") ? TEXT : state, kind: "other" };
  if (isBlank(line)) return { next: TEXT, kind: "other" };
  const indent = indentOf(line);
  if (indent >= 4) return { next: TEXT, kind: inParagraph ? "text" : "other" };
  const fence = openFence(line);
  if (fence !== undefined) return { next: { in: "fence", fence }, kind: "other" };
  if (line.startsWith(">", indent)) return { next: TEXT, kind: "other" };
  if (!line.startsWith("<!--", indent)) return { next: TEXT, kind: "text" };
  return { next: line.includes("-->") ? TEXT : { in: "html comment" }, kind: "other" };
}

function keepVisible(body: string, paragraph: Paragraph, visible: VisibleLine[]): void {
  if (paragraph.candidates.length === 0) return;
  const hidden = hiddenRanges(body.slice(paragraph.start, paragraph.end));
  let next = 0;
  for (const candidate of paragraph.candidates) {
    const at = candidate.start - paragraph.start;
    while ((hidden[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    const range = hidden[next];
    if (range === undefined || at < range.start) visible.push(candidate);
  }
}
