/** A repetition as RE2 reads one. */
const REPETITION = /\{(\d{1,4})(?:(,)(\d{0,4}))?\}/y;
/** A class by name or a character by number, whose braces are no repetition. */
const NAMED = /\\(?:[pPx]\{[^}]{0,40}\}|[pP][A-Z])/y;

/**
 * How many steps a pattern comes to once its counted repetitions are written out, about as RE2 does: twenty characters
 * can ask for thousands. Linear in the text; of a text that is no pattern it says nothing of use.
 */
export function patternSize(text: string): number {
  const groups: number[] = [];
  let sum = 0;
  let last = 0;
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    const repetition = character === "{" ? timesAt(text, at) : undefined;
    if (repetition !== undefined) {
      sum += last * (repetition.times - 1);
      last *= repetition.times;
      at = repetition.end;
    } else if (character === "(") {
      groups.push(sum);
      sum = 0;
      at += 1;
    } else if (character === ")") {
      last = sum + 2;
      sum = (groups.pop() ?? 0) + last;
      at += 1;
    } else {
      last = 1;
      sum += 1;
      at = endOfAtom(text, at);
    }
  }
  return groups.reduce((all, group) => all + group, sum);
}

function timesAt(text: string, at: number): { readonly times: number; readonly end: number } | undefined {
  REPETITION.lastIndex = at;
  const found = REPETITION.exec(text);
  if (found === null) return undefined;
  const [whole, least = "", comma, most = ""] = found;
  const endless = comma !== undefined && most === "";
  return { times: Math.max(Number(least) + Number(endless), Number(most), 1), end: at + whole.length };
}

/** Where the next part of the pattern starts: after a character, an escape, a class or a quoted stretch. */
function endOfAtom(text: string, at: number): number {
  if (text.startsWith("\\Q", at)) return indexAfter(text, "\\E", at + 2);
  if (text.charAt(at) === "\\") {
    NAMED.lastIndex = at;
    return at + (NAMED.exec(text)?.[0].length ?? 2);
  }
  return text.charAt(at) === "[" ? endOfClass(text, at + 1) : at + 1;
}

function endOfClass(text: string, start: number): number {
  let at = text.charAt(start) === "^" ? start + 1 : start;
  if (text.charAt(at) === "]") at += 1;
  while (at < text.length && text.charAt(at) !== "]") {
    if (text.startsWith("[:", at)) at = indexAfter(text, ":]", at + 2);
    else at += text.charAt(at) === "\\" ? 2 : 1;
  }
  return at + 1;
}

function indexAfter(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found === -1 ? text.length : found + end.length;
}
