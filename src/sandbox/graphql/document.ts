/** A parsed GraphQL document, reduced to what is executed. */

export type Value =
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "constant"; readonly value: unknown }
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Value> };

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface FieldNode {
  readonly kind: "field";
  readonly name: string;
  /** The alias, or the name without one. */
  readonly key: string;
  readonly args: ReadonlyMap<string, Value>;
  readonly directives: readonly Directive[];
  /** Undefined for a leaf. */
  readonly selections: readonly Selection[] | undefined;
  readonly at: Position;
}

export interface SpreadNode {
  readonly kind: "spread";
  readonly fragment: string;
  readonly directives: readonly Directive[];
  readonly at: Position;
}

export interface InlineNode {
  readonly kind: "inline";
  /** Undefined for `... { }`. */
  readonly on: string | undefined;
  readonly directives: readonly Directive[];
  readonly selections: readonly Selection[];
  readonly at: Position;
}

export type Selection = FieldNode | SpreadNode | InlineNode;

export interface Directive {
  readonly name: string;
  readonly args: ReadonlyMap<string, Value>;
}

export interface VariableDefinition {
  readonly name: string;
  readonly required: boolean;
  readonly fallback: Value | undefined;
}

export interface Operation {
  readonly type: "query" | "mutation";
  readonly name: string | undefined;
  readonly variables: readonly VariableDefinition[];
  readonly selections: readonly Selection[];
}

export interface Fragment {
  readonly name: string;
  readonly on: string;
  readonly selections: readonly Selection[];
}

export interface Document {
  readonly operations: readonly Operation[];
  readonly fragments: ReadonlyMap<string, Fragment>;
}

/** An error as GitHub's GraphQL answers it. */
export class QueryError extends Error {
  override readonly name = "QueryError";
  readonly at: Position | undefined;
  /** Further fields of the error: `type`, `path`, `extensions`. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(message: string, at?: Position, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.at = at;
    this.more = more;
  }
}
