import { CST, Lexer, Parser } from "yaml";

/** How much a text may ask of the YAML parser. */
export interface YamlLimits {
  /** Length in UTF-8 bytes. */
  readonly bytes: number;
  /** Collections inside collections, block and flow together. */
  readonly depth: number;
  /** Scalars, collections, comments and the marks between them: about three a map entry. */
  readonly nodes: number;
  /** Anchors (`&name`), and as many aliases (`*name`). */
  readonly aliases: number;
}

/** Why a text is not given to the parser; line and column count from 1. */
export interface YamlGuardProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Fit for files that strangers can write. */
export const defaultYamlLimits: YamlLimits = { bytes: 256 * 1024, depth: 100, nodes: 100_000, aliases: 100 };

/**
 * For OWNERS and OWNERS_ALIASES: small enough that the parser needs at most about 100 ms for any text. A larger file
 * counts for nothing; the largest real ones have a tenth of this.
 */
export const ownersYamlLimits: YamlLimits = { ...defaultYamlLimits, bytes: 64 * 1024, nodes: 20_000, aliases: 1_000 };

/** Tags, directives and syntax errors that a text may hold: each costs the parser an error object or more. */
const oddities = 100;

/**
 * Says, in linear time and constant stack, whether the text may be composed: npm `yaml` recurses per level while
 * composing, and a stack overflow there can abort the process where no `catch` helps. Says nothing about syntax.
 * Whoever parses the text next must pass `uniqueKeys: false` and `prettyErrors: false`, which are quadratic otherwise.
 */
export function guardYaml(text: string, limits: Partial<YamlLimits> = {}): YamlGuardProblem | undefined {
  const scan = scanYaml(text, limits);
  return "problem" in scan ? scan.problem : undefined;
}

/**
 * The syntax tokens of a text within the limits, ready to compose, or why not. Depth is read off the library's own token
 * parser, which keeps its own stack, so brackets in strings, comments and block scalars mean the same to both.
 */
export function scanYaml(
  text: string,
  limits: Partial<YamlLimits> = {},
): { readonly tokens: readonly CST.Token[] } | { readonly problem: YamlGuardProblem } {
  const max = { ...defaultYamlLimits, ...limits };
  if (text.length > max.bytes || Buffer.byteLength(text) > max.bytes) {
    const message = `the file is larger than ${max.bytes} bytes; split or shorten it`;
    return { problem: { line: 1, column: 1, message } };
  }
  const parser = new Parser();
  const counts: Counts = { nodes: 0, anchors: 0, aliases: 0, oddities: 0, verbatim: false };
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    const offset = parser.offset;
    countLexeme(lexeme, counts);
    collect(parser.next(lexeme), tokens, counts);
    const message = excessOf(depthOf(parser), counts, max);
    if (message !== undefined) return { problem: { ...positionAt(text, offset), message } };
  }
  collect(parser.end(), tokens, counts);
  return { tokens };
}

interface Counts {
  nodes: number;
  anchors: number;
  aliases: number;
  oddities: number;
  /** The next lexeme is a scalar's text, whatever it looks like. */
  verbatim: boolean;
}

function countLexeme(lexeme: string, counts: Counts): void {
  if (counts.verbatim) {
    counts.verbatim = false;
    return;
  }
  const type = CST.tokenType(lexeme);
  switch (type) {
    case "space":
    case "newline":
      return;
    case "anchor":
      counts.anchors += 1;
      break;
    case "alias":
      counts.aliases += 1;
      break;
    case "tag":
    case "directive-line":
      counts.oddities += 1;
      break;
    case "scalar":
      counts.verbatim = true;
      break;
    default:
  }
  counts.nodes += 1;
}

function collect(source: Iterable<CST.Token>, tokens: CST.Token[], counts: Counts): void {
  for (const token of source) {
    tokens.push(token);
    if (token.type === "error") counts.oddities += 1;
  }
}

function depthOf(parser: Parser): number {
  const top = parser.stack.at(-1);
  if (top === undefined) return 0;
  const document = parser.stack[0]?.type === "document" ? 1 : 0;
  const scalar = top.type !== "document" && !CST.isCollection(top) ? 1 : 0;
  return parser.stack.length - document - scalar;
}

function excessOf(depth: number, counts: Counts, max: YamlLimits): string | undefined {
  if (depth > max.depth) return `nested deeper than ${max.depth} levels; flatten it`;
  if (counts.aliases > max.aliases) return `more than ${max.aliases} aliases (*name); write the values out`;
  if (counts.anchors > max.aliases) return `more than ${max.aliases} anchors (&name); write the values out`;
  if (counts.nodes > max.nodes) return `more than ${max.nodes} values; split or shorten the file`;
  if (counts.oddities > oddities) return `more than ${oddities} tags, directives or syntax errors; is this YAML?`;
  return undefined;
}

function positionAt(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf("\n"); next !== -1 && next < offset; next = text.indexOf("\n", start)) {
    line += 1;
    start = next + 1;
  }
  return { line, column: offset - start + 1 };
}
