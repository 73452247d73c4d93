/** One step of a file name pattern; each but the star takes exactly one code point. */
type Token =
  | { readonly kind: "star" }
  | { readonly kind: "any" }
  | { readonly kind: "char"; readonly code: number }
  | { readonly kind: "class"; readonly negated: boolean; readonly ranges: readonly (readonly [number, number])[] };

/** A pattern for one path element, in the syntax of Go's `filepath.Match`. */
export interface FileNamePattern {
  matches(name: string): boolean;
}

/** Compiles a pattern; undefined when it is malformed, which in Prow matches nothing. */
export function compileFileName(pattern: string): FileNamePattern | undefined {
  const tokens = tokenize([...pattern].map((character) => character.codePointAt(0) ?? 0));
  if (tokens === undefined) return undefined;
  return { matches: (name) => matchTokens(tokens, [...name]) };
}

const [STAR, ANY, OPEN, CLOSE, CARET, DASH, ESCAPE] = [..."*?[]^-\\"].map((c) => c.charCodeAt(0));

function tokenize(codes: readonly number[]): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === STAR) tokens.push({ kind: "star" });
    else if (code === ANY) tokens.push({ kind: "any" });
    else if (code === OPEN) {
      const read = readClass(codes, at + 1);
      if (read === undefined) return undefined;
      tokens.push(read.token);
      at = read.end;
    } else if (code === ESCAPE) {
      at += 1;
      const literal = codes[at];
      if (literal === undefined) return undefined;
      tokens.push({ kind: "char", code: literal });
    } else tokens.push({ kind: "char", code });
  }
  return tokens;
}

/** Reads from after `[` to its `]`, which must not come first. */
function readClass(codes: readonly number[], start: number): { token: Token; end: number } | undefined {
  const negated = codes[start] === CARET;
  const ranges: (readonly [number, number])[] = [];
  let at = negated ? start + 1 : start;
  while (codes[at] !== CLOSE || ranges.length === 0) {
    const low = readMember(codes, at);
    if (low === undefined) return undefined;
    const high = codes[low.next] === DASH ? readMember(codes, low.next + 1) : low;
    if (high === undefined) return undefined;
    ranges.push([low.code, high.code]);
    at = high.next;
  }
  return { token: { kind: "class", negated, ranges }, end: at };
}

function readMember(codes: readonly number[], at: number): { code: number; next: number } | undefined {
  const first = codes[at];
  if (first === undefined || first === DASH || first === CLOSE) return undefined;
  const escaped = first === ESCAPE;
  const code = escaped ? codes[at + 1] : first;
  return code === undefined ? undefined : { code, next: at + (escaped ? 2 : 1) };
}

/** Goes back to the last star only, so it takes at most name times pattern steps. */
function matchTokens(tokens: readonly Token[], name: readonly string[]): boolean {
  let [token, at] = [0, 0];
  let [star, resume] = [-1, 0];
  while (at < name.length) {
    const current = tokens[token];
    if (current?.kind === "star") {
      [star, resume] = [token, at];
      token += 1;
    } else if (current !== undefined && takes(current, name[at]?.codePointAt(0) ?? 0)) {
      token += 1;
      at += 1;
    } else if (star >= 0) {
      resume += 1;
      [token, at] = [star + 1, resume];
    } else return false;
  }
  return tokens.slice(token).every((rest) => rest.kind === "star");
}

function takes(token: Token, code: number): boolean {
  switch (token.kind) {
    case "any":
      return true;
    case "char":
      return token.code === code;
    case "class":
      return token.ranges.some(([low, high]) => low <= code && code <= high) !== token.negated;
    default:
      return false;
  }
}
