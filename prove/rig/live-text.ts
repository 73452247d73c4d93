const LIVE = /@evil|evil\.example|<img|<script|!\[|Fixes #1/i;

/** Whether GitHub would act on the hostile text that an answer repeats: it stands outside of every code block and span. */
export function holdsLiveText(answer: string): boolean {
  return LIVE.test(withoutSpans(withoutBlocks(answer)).replace(/<!--[^>]*-->/g, ""));
}

/** Without fenced code, also in quotes; a fence ends at a line with as many of its marks. */
function withoutBlocks(text: string): string {
  let fence = "";
  const kept: string[] = [];
  for (const line of text.split("\n")) {
    const bare = line.replace(/^(?:> ?)*/, "");
    const marks = /^ {0,3}(`{3,})([^`]*)$/.exec(bare);
    if (fence === "") {
      if (marks === null) kept.push(bare);
      else fence = marks[1] ?? "";
    } else if (marks !== null && (marks[1] ?? "").length >= fence.length && marks[2]?.trim() === "") fence = "";
  }
  return kept.join("\n");
}

/** Without code spans: a run of marks up to the next run of the same length. */
function withoutSpans(text: string): string {
  const parts = text.split(/(`+)/);
  const kept: string[] = [];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index] ?? "";
    const end = part.startsWith("`") ? parts.indexOf(part, index + 1) : -1;
    if (end > 0) index = end;
    else kept.push(part);
  }
  return kept.join("");
}
