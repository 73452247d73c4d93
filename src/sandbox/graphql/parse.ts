import {
  type Directive,
  type Document,
  type FieldNode,
  type Fragment,
  type InlineNode,
  type Operation,
  QueryError,
  type Selection,
  type SpreadNode,
  type Value,
  type VariableDefinition,
} from "./document.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Deeper nesting than any query of ours, shallow enough for the stack. */
const DEEPEST = 100;

/** Reads a GraphQL document; throws a `QueryError` that says where it stops making sense. */
export function parse(source: string): Document {
  const reader = new Reader(tokenize(source));
  const operations: Operation[] = [];
  const fragments = new Map<string, Fragment>();
  while (reader.token.kind !== "end") {
    if (reader.token.text === "fragment") {
      const fragment = readFragment(reader);
      fragments.set(fragment.name, fragment);
    } else operations.push(readOperation(reader));
  }
  return { operations, fragments };
}

class Reader {
  depth = 0;
  private readonly tokens: readonly Token[];
  private index = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get token(): Token {
    const token = this.tokens[this.index];
    if (token === undefined) throw new QueryError("Unexpected end of document");
    return token;
  }

  take(): Token {
    const { token } = this;
    if (token.kind === "end") throw new QueryError("Unexpected end of document", token.at);
    this.index += 1;
    return token;
  }

  /** Takes the token when it is this one. */
  skip(text: string): boolean {
    if (this.token.text !== text || this.token.kind === "string") return false;
    this.index += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.skip(text)) throw this.unexpected(`"${text}"`);
  }

  name(): string {
    if (this.token.kind !== "name") throw this.unexpected("a name");
    return this.take().text;
  }

  unexpected(wanted: string): QueryError {
    const { at, text } = this.token;
    return new QueryError(`Expected ${wanted}, actual: ${JSON.stringify(text)} at [${at.line}, ${at.column}]`, at);
  }
}

function readOperation(reader: Reader): Operation {
  if (reader.token.text === "{")
    return { type: "query", name: undefined, variables: [], selections: readSelections(reader) };
  const type = reader.name();
  if (type !== "query" && type !== "mutation") throw new QueryError(`Unexpected ${type}`, reader.token.at);
  const name = reader.token.kind === "name" ? reader.name() : undefined;
  const variables = readVariables(reader);
  return { type, name, variables, selections: readSelections(reader) };
}

function readFragment(reader: Reader): Fragment {
  reader.expect("fragment");
  const name = reader.name();
  reader.expect("on");
  return { name, on: reader.name(), selections: readSelections(reader) };
}

function readVariables(reader: Reader): VariableDefinition[] {
  const variables: VariableDefinition[] = [];
  if (!reader.skip("(")) return variables;
  while (!reader.skip(")")) {
    reader.expect("$");
    const name = reader.name();
    reader.expect(":");
    const required = readType(reader);
    const fallback = reader.skip("=") ? readValue(reader) : undefined;
    variables.push({ name, required: required && fallback === undefined, fallback });
  }
  return variables;
}

/** Reads a type's name and answers whether it ends in `!`. */
function readType(reader: Reader): boolean {
  if (reader.skip("[")) {
    readType(reader);
    reader.expect("]");
  } else reader.name();
  return reader.skip("!");
}

function readSelections(reader: Reader): Selection[] {
  reader.expect("{");
  reader.depth += 1;
  if (reader.depth > DEEPEST) throw new QueryError("Query is nested too deeply", reader.token.at);
  const selections: Selection[] = [];
  while (!reader.skip("}")) selections.push(reader.token.text === "..." ? readSpread(reader) : readField(reader));
  reader.depth -= 1;
  return selections;
}

function readSpread(reader: Reader): SpreadNode | InlineNode {
  const { at } = reader.take();
  const { token } = reader;
  if (token.kind === "name" && token.text !== "on") {
    return { kind: "spread", fragment: reader.name(), directives: readDirectives(reader), at };
  }
  const on = reader.skip("on") ? reader.name() : undefined;
  return { kind: "inline", on, directives: readDirectives(reader), selections: readSelections(reader), at };
}

function readField(reader: Reader): FieldNode {
  const { at } = reader.token;
  const first = reader.name();
  const name = reader.skip(":") ? reader.name() : first;
  const args = readArguments(reader);
  const directives = readDirectives(reader);
  const selections = reader.token.text === "{" ? readSelections(reader) : undefined;
  return { kind: "field", name, key: first, args, directives, selections, at };
}

function readDirectives(reader: Reader): Directive[] {
  const directives: Directive[] = [];
  while (reader.skip("@")) directives.push({ name: reader.name(), args: readArguments(reader) });
  return directives;
}

function readArguments(reader: Reader): Map<string, Value> {
  return reader.skip("(") ? readPairs(reader, ")") : new Map();
}

function readPairs(reader: Reader, end: string): Map<string, Value> {
  const pairs = new Map<string, Value>();
  while (!reader.skip(end)) {
    const name = reader.name();
    reader.expect(":");
    pairs.set(name, readValue(reader));
  }
  return pairs;
}

function readValue(reader: Reader): Value {
  if (reader.skip("$")) return { kind: "variable", name: reader.name() };
  if (reader.skip("{")) return { kind: "object", fields: readPairs(reader, "}") };
  if (reader.skip("[")) {
    const items: Value[] = [];
    while (!reader.skip("]")) items.push(readValue(reader));
    return { kind: "list", items };
  }
  return { kind: "constant", value: constantOf(reader) };
}

const WORDS = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** A number, a text, a word of the language, or the name of an enum's value. */
function constantOf(reader: Reader): unknown {
  const { kind, text } = reader.token;
  if (kind === "punctuation" || kind === "end") throw reader.unexpected("a value");
  reader.take();
  if (kind === "number") return Number(text);
  if (kind === "name") return WORDS.has(text) ? WORDS.get(text) : text;
  if (text.startsWith('"""')) return text.slice(3, -3).trim();
  return JSON.parse(text);
}
