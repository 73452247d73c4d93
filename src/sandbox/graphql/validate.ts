import { type Document, type FieldNode, type Operation, QueryError, type Selection } from "./document.ts";
import type { FieldType, Schema } from "./schema.ts";

const PAGING = ["first", "last", "after", "before"];
const PAGE_FIELDS = ["hasNextPage", "hasPreviousPage", "startCursor", "endCursor"];

interface Place {
  readonly type: string;
  readonly path: readonly string[];
}

/** Finds what GitHub would refuse before running anything: unknown fields, arguments, fragments; missing or idle selections. */
export function validate(schema: Schema, document: Document, operation: Operation): QueryError[] {
  const check = new Check(schema, document);
  const root = operation.type === "query" ? "Query" : "Mutation";
  check.selections(operation.selections, {
    type: root,
    path: [operation.name ? `${operation.type} ${operation.name}` : operation.type],
  });
  return check.errors;
}

class Check {
  readonly errors: QueryError[] = [];
  private readonly schema: Schema;
  private readonly document: Document;
  private depth = 0;

  constructor(schema: Schema, document: Document) {
    this.schema = schema;
    this.document = document;
  }

  selections(selections: readonly Selection[], place: Place): void {
    this.depth += 1;
    if (this.depth > 200) throw new QueryError("Fragments go in circles");
    for (const selection of selections) this.selection(selection, place);
    this.depth -= 1;
  }

  private selection(selection: Selection, place: Place): void {
    if (selection.kind === "field") {
      this.field(selection, place);
      return;
    }
    const fragment = selection.kind === "spread" ? this.document.fragments.get(selection.fragment) : selection;
    if (fragment === undefined) {
      const name = selection.kind === "spread" ? selection.fragment : "";
      this.errors.push(
        new QueryError(`Fragment ${name} was used, but not defined`, selection.at, { path: place.path }),
      );
      return;
    }
    const type = fragment.on ?? place.type;
    if (!this.known(type))
      this.errors.push(new QueryError(`No such type ${type}, so it can't be a fragment condition`, selection.at));
    else this.selections(fragment.selections, { type, path: [...place.path, `... on ${type}`] });
  }

  private field(node: FieldNode, place: Place): void {
    if (node.name === "__typename") return;
    const path = [...place.path, node.key];
    const found = fieldOf(this.schema, place.type, node.name);
    if (found === undefined) {
      const extensions = { code: "undefinedField", typeName: place.type, fieldName: node.name };
      this.errors.push(
        new QueryError(`Field '${node.name}' doesn't exist on type '${place.type}'`, node.at, { path, extensions }),
      );
      return;
    }
    this.args(node, found, path);
    if (found.shape === "leaf") {
      if (node.selections !== undefined)
        this.errors.push(
          new QueryError(`Selections can't be made on scalars (field '${node.name}')`, node.at, { path }),
        );
      return;
    }
    if (node.selections === undefined) {
      this.errors.push(
        new QueryError(
          `Field must have selections (field '${node.name}' returns ${found.type} but has no selections. Did you mean '${node.name} { ... }'?)`,
          node.at,
          { path },
        ),
      );
      return;
    }
    this.selections(node.selections, {
      type: found.shape === "connection" ? `${found.type}Connection` : found.type,
      path,
    });
  }

  private args(node: FieldNode, found: FieldType, path: readonly string[]): void {
    const allowed = found.shape === "connection" ? [...found.args, ...PAGING] : found.args;
    for (const name of node.args.keys()) {
      if (allowed.includes(name)) continue;
      const extensions = { code: "argumentNotAccepted", name: node.name, argumentName: name };
      this.errors.push(
        new QueryError(`Field '${node.name}' doesn't accept argument '${name}'`, node.at, { path, extensions }),
      );
    }
    if (found.shape !== "connection" || node.args.has("first") || node.args.has("last")) return;
    this.errors.push(
      new QueryError(
        `You must provide a \`first\` or \`last\` value to properly paginate the \`${node.name}\` connection.`,
        node.at,
        { type: "MISSING_PAGINATION_BOUNDARIES", path },
      ),
    );
  }

  private known(type: string): boolean {
    return this.schema.objects.has(type) || this.schema.abstracts.has(type);
  }
}

/** A field of an object type, an interface, or one of the types that every connection brings along. */
export function fieldOf(schema: Schema, type: string, name: string): FieldType | undefined {
  const direct = schema.objects.get(type)?.get(name);
  if (direct !== undefined) return direct;
  const above = schema.abstracts.get(type);
  if (above?.fields.includes(name)) return schema.objects.get(above.of[0] ?? "")?.get(name);
  if (type === "PageInfo" && PAGE_FIELDS.includes(name)) return plain("leaf", "");
  if (type.endsWith("Connection")) return connectionField(type.slice(0, -"Connection".length), name);
  if (type.endsWith("Edge")) return edgeField(type.slice(0, -"Edge".length), name);
  return undefined;
}

function connectionField(item: string, name: string): FieldType | undefined {
  if (name === "totalCount") return plain("leaf", "");
  if (name === "pageInfo") return plain("object", "PageInfo");
  if (name === "nodes") return plain("list", item);
  return name === "edges" ? plain("list", `${item}Edge`) : undefined;
}

function edgeField(item: string, name: string): FieldType | undefined {
  if (name === "cursor") return plain("leaf", "");
  return name === "node" ? plain("object", item) : undefined;
}

/** Fields of the paging types are properties of plain objects. */
function plain(shape: FieldType["shape"], type: string): FieldType {
  return { shape, type, args: [], resolve: () => undefined };
}
