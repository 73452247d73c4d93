/** A stretch of text that a reader does not see, as UTF-16 offsets. */
export interface HiddenRange {
  readonly start: number;
  /** The first offset after it. */
  readonly end: number;
}

/**
 * The HTML comments inside one paragraph. One that starts in a code span or behind a backslash is none, and one that
 * the paragraph does not close is plain text. Reads every character a bounded number of times.
 */
export function hiddenRanges(paragraph: string): readonly HiddenRange[] {
  const hidden: HiddenRange[] = [];
  if (!paragraph.includes("<!--")) return hidden;
  const closers = new BacktickRuns(paragraph);
  let at = 0;
  while (at < paragraph.length) {
    const character = paragraph.charAt(at);
    if (character === "\\") at += 2;
    else if (character === "`") at = closers.skip(at);
    else if (character === "<" && paragraph.startsWith("<!--", at)) {
      // From the second dash on, because `<!-->` is a whole comment.
      const close = paragraph.indexOf("-->", at + 2);
      if (close === -1) return hidden;
      hidden.push({ start: at, end: close + 3 });
      at = close + 3;
    } else at += 1;
  }
  return hidden;
}

/** The runs of backticks in a text, by length, each list read once from left to right. */
class BacktickRuns {
  private readonly text: string;
  private readonly starts = new Map<number, number[]>();
  private readonly read = new Map<number, number>();

  constructor(text: string) {
    this.text = text;
    for (let at = text.indexOf("`"); at !== -1; ) {
      const length = this.lengthAt(at);
      const known = this.starts.get(length);
      if (known === undefined) this.starts.set(length, [at]);
      else known.push(at);
      at = text.indexOf("`", at + length);
    }
  }

  /** Where reading goes on after the backticks at `at`: after the code span they open, or after themselves. */
  skip(at: number): number {
    const length = this.lengthAt(at);
    const starts = this.starts.get(length) ?? [];
    let next = this.read.get(length) ?? 0;
    while ((starts[next] ?? Number.POSITIVE_INFINITY) < at + length) next += 1;
    this.read.set(length, next);
    return (starts[next] ?? at) + length;
  }

  private lengthAt(at: number): number {
    let end = at;
    while (this.text.charCodeAt(end) === 96) end += 1;
    return end - at;
  }
}
