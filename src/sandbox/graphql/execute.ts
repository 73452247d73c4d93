import {
  type Directive,
  type Document,
  type FieldNode,
  type Operation,
  QueryError,
  type Selection,
  type Value,
} from "./document.ts";
import { connectionOf } from "./paging.ts";
import { parse } from "./parse.ts";
import type { Arguments, FieldType, Node, Schema, Scope } from "./schema.ts";
import { fieldOf, validate } from "./validate.ts";

export interface GraphQLRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string | undefined;
}

export interface GraphQLAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly Record<string, unknown>[];
}

/** Runs a query. What GitHub refuses before running comes back without data; what fails while running leaves null and an error. */
export function execute(schema: Schema, request: GraphQLRequest, scope: Scope): GraphQLAnswer {
  try {
    const document = parse(request.query);
    const operation = operationOf(document, request.operationName);
    const wrong = [...validate(schema, document, operation), ...missingVariables(operation, request)];
    if (wrong.length > 0) return { errors: wrong.map(renderError) };
    return new Run({ schema, document, scope, variables: variablesOf(operation, request) }).whole(operation);
  } catch (error) {
    if (error instanceof QueryError) return { errors: [renderError(error)] };
    throw error;
  }
}

interface RunOptions {
  readonly schema: Schema;
  readonly document: Document;
  readonly scope: Scope;
  readonly variables: Readonly<Record<string, unknown>>;
}

class Run {
  private readonly options: RunOptions;
  private readonly errors: Record<string, unknown>[] = [];

  constructor(options: RunOptions) {
    this.options = options;
  }

  whole(operation: Operation): GraphQLAnswer {
    const root: Node = { type: operation.type === "query" ? "Query" : "Mutation", of: null };
    const data = this.object(operation.selections, root, []);
    return this.errors.length === 0 ? { data } : { data, errors: this.errors };
  }

  private object(
    selections: readonly Selection[],
    node: Node,
    path: readonly (string | number)[],
  ): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const field of this.fieldsFor(selections, node.type)) {
      const value = this.field(field, node, [...path, field.key]);
      const known = result[field.key];
      result[field.key] = isPlain(known) && isPlain(value) ? { ...known, ...value } : value;
    }
    return result;
  }

  private fieldsFor(selections: readonly Selection[], type: string): FieldNode[] {
    return selections.flatMap((selection) => {
      if (!this.included(selection.directives)) return [];
      if (selection.kind === "field") return [selection];
      const fragment =
        selection.kind === "spread" ? this.options.document.fragments.get(selection.fragment) : selection;
      if (fragment === undefined || !this.matches(type, fragment.on)) return [];
      return this.fieldsFor(fragment.selections, type);
    });
  }

  private matches(type: string, condition: string | undefined): boolean {
    if (condition === undefined || condition === type) return true;
    return this.options.schema.abstracts.get(condition)?.of.includes(type) ?? false;
  }

  private included(directives: readonly Directive[]): boolean {
    return directives.every((directive) => {
      const condition = directive.args.get("if");
      const holds = condition !== undefined && this.value(condition) === true;
      return directive.name === "skip" ? !holds : holds;
    });
  }

  private field(field: FieldNode, node: Node, path: readonly (string | number)[]): unknown {
    if (field.name === "__typename") return node.type;
    const found = fieldOf(this.options.schema, node.type, field.name);
    if (found === undefined)
      throw new QueryError(`Field '${field.name}' doesn't exist on type '${node.type}'`, field.at);
    try {
      return this.complete(found, field, { value: this.resolve(found, field, node), path });
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      this.errors.push({ ...renderError(error), path });
      return null;
    }
  }

  private resolve(found: FieldType, field: FieldNode, node: Node): unknown {
    const paging =
      isPlain(node.of) &&
      field.name in node.of &&
      (node.type.endsWith("Connection") || node.type.endsWith("Edge") || node.type === "PageInfo");
    if (paging && isPlain(node.of)) return node.of[field.name];
    const args = Object.fromEntries([...field.args].map(([name, value]) => [name, this.value(value)]));
    const value = found.resolve(node.of, args, this.options.scope);
    return found.shape === "connection" ? connectionOf(found.type, value, args) : value;
  }

  private complete(
    found: FieldType,
    field: FieldNode,
    at: { value: unknown; path: readonly (string | number)[] },
  ): unknown {
    const { value, path } = at;
    if (found.shape === "leaf" || value === null || value === undefined) return value ?? null;
    if (found.shape === "list" && Array.isArray(value)) {
      return value.map((item, index) =>
        this.complete({ ...found, shape: "object" }, field, { value: item, path: [...path, index] }),
      );
    }
    if (!isNode(value)) throw new Error(`The sandbox's field ${field.name} gave no node`);
    return this.object(field.selections ?? [], value, path);
  }

  private value(value: Value): unknown {
    if (value.kind === "constant") return value.value;
    if (value.kind === "variable") return this.options.variables[value.name] ?? null;
    if (value.kind === "list") return value.items.map((item) => this.value(item));
    return Object.fromEntries([...value.fields].map(([name, item]) => [name, this.value(item)]));
  }
}

function operationOf(document: Document, name: string | undefined): Operation {
  const found =
    name === undefined ? document.operations : document.operations.filter((operation) => operation.name === name);
  const [operation] = found;
  if (operation === undefined)
    throw new QueryError(
      name === undefined ? "A query attribute must be specified and must be a string." : `No operation named "${name}"`,
    );
  if (found.length > 1) throw new QueryError("An operation name is required");
  return operation;
}

function missingVariables(operation: Operation, request: GraphQLRequest): QueryError[] {
  const missing = operation.variables.filter(
    ({ required, name }) => required && (request.variables[name] ?? null) === null,
  );
  return missing.map(({ name }) => new QueryError(`Variable $${name} was provided invalid value`));
}

function variablesOf(operation: Operation, request: GraphQLRequest): Arguments {
  const pairs = operation.variables.map(({ name, fallback }) => [
    name,
    request.variables[name] ?? constantOf(fallback),
  ]);
  return Object.fromEntries(pairs);
}

function constantOf(value: Value | undefined): unknown {
  if (value?.kind === "constant") return value.value;
  return value?.kind === "list" ? value.items.map(constantOf) : null;
}

function renderError(error: QueryError): Record<string, unknown> {
  return { ...error.more, ...(error.at === undefined ? {} : { locations: [error.at] }), message: error.message };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNode(value: unknown): value is Node {
  return isPlain(value) && typeof value.type === "string" && "of" in value;
}
