import { type Position, QueryError } from "./document.ts";

export interface Token {
  readonly kind: "name" | "number" | "string" | "punctuation" | "end";
  readonly text: string;
  readonly at: Position;
}

const SHAPES: readonly [Token["kind"] | "space", RegExp][] = [
  ["space", /(?:[\s,\uFEFF]|#[^\n\r]*)+/y],
  ["name", /[_A-Za-z][_0-9A-Za-z]*/y],
  ["number", /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ["string", /"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n\r]|\\.)*"/y],
  ["punctuation", /\.\.\.|[!$&()[\]{}:=@|]/y],
];

/** Cuts a GraphQL document into tokens; the last one is the end. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let at: Position = { line: 1, column: 1 };
  while (offset < source.length) {
    const [kind, text] = next(source, offset, at);
    if (kind !== "space") tokens.push({ kind, text, at });
    offset += text.length;
    at = after(at, text);
  }
  return [...tokens, { kind: "end", text: "", at }];
}

function next(source: string, offset: number, at: Position): [Token["kind"] | "space", string] {
  for (const [kind, shape] of SHAPES) {
    shape.lastIndex = offset;
    const text = shape.exec(source)?.[0];
    if (text !== undefined) return [kind, text];
  }
  throw new QueryError(`Parse error on ${JSON.stringify(source.charAt(offset))} at [${at.line}, ${at.column}]`, at);
}

function after(at: Position, text: string): Position {
  const lines = text.split("\n");
  const last = lines.at(-1) ?? "";
  if (lines.length === 1) return { line: at.line, column: at.column + last.length };
  return { line: at.line + lines.length - 1, column: last.length + 1 };
}
