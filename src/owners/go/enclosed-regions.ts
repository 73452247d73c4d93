export interface Region {
  readonly start: number;
  readonly end: number;
}

/** Where outermost quotes and brackets stand, as far as can be told without the meaning of the lines around. Linear. */
export function* enclosedRegions(text: string): Generator<Region> {
  let valueMayBegin = true;
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    const end = valueMayBegin ? regionEnd(text, at) : at;
    if (end > at) yield { start: at, end };
    if (char === "\n") valueMayBegin = true;
    else if (isIndicator(text, at)) valueMayBegin ||= char === ":";
    else if (char !== " " && char !== "\t") valueMayBegin = valueMayBegin && "&!".includes(char);
    at = nextPosition(text, at, end);
  }
}

function nextPosition(text: string, at: number, end: number): number {
  if (end > at) return end;
  if (isComment(text, at)) return lineEnd(text, at);
  return "&!".includes(text.charAt(at)) ? wordEnd(text, at) : at + 1;
}

/** Behind a quoted scalar or flow collection that begins here; the same place when none does. */
function regionEnd(text: string, start: number): number {
  const char = text.charAt(start);
  if (char === '"' || char === "'") return quoteEnd(text, start);
  return char === "[" || char === "{" ? flowEnd(text, start) : start;
}

function flowEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === "[" || char === "{") depth += 1;
    else if (char === "]" || char === "}") depth -= 1;
    else at = lastOfOpaque(text, at);
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** Inside a flow collection: the last place of the quoted scalar or comment that begins here; the same place when none does. */
export function lastOfOpaque(text: string, at: number): number {
  const char = text.charAt(at);
  if ((char === '"' || char === "'") && /[\s,[{:]/.test(text.charAt(at - 1))) return quoteEnd(text, at) - 1;
  return isComment(text, at) ? lineEnd(text, at) : at;
}

/** Behind the quoted scalar that begins here. */
function quoteEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at += 1) {
    if (quote === '"' && text[at] === "\\") at += 1;
    else if (quote === "'" && text[at] === "'" && text[at + 1] === "'") at += 1;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

function isIndicator(text: string, at: number): boolean {
  return "-?:".includes(text.charAt(at)) && /^\s?$/.test(text.charAt(at + 1));
}

function isComment(text: string, at: number): boolean {
  return text[at] === "#" && /^\s?$/.test(text.charAt(at - 1));
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

function wordEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && !/\s/.test(text.charAt(end))) end += 1;
  return end;
}
