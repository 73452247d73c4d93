import { QueryError } from "./document.ts";
import type { Arguments, Node } from "./schema.ts";

const MOST = 100;

/** GitHub's connection over all nodes: at most a hundred, from either end, between cursors. */
export function connectionOf(type: string, value: unknown, args: Arguments): Node | null {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) throw new Error(`The sandbox's connection of ${type} gave no list`);
  const all: readonly unknown[] = value;
  const [from, to] = windowOf(all.length, args);
  const nodes = all.slice(from, to);
  const edges = nodes.map(
    (node, index): Node => ({ type: `${type}Edge`, of: { node, cursor: cursorAt(from + index) } }),
  );
  const page = {
    hasNextPage: to < all.length,
    hasPreviousPage: from > 0,
    startCursor: nodes.length === 0 ? null : cursorAt(from),
    endCursor: nodes.length === 0 ? null : cursorAt(to - 1),
  };
  return {
    type: `${type}Connection`,
    of: { totalCount: all.length, nodes, edges, pageInfo: { type: "PageInfo", of: page } },
  };
}

function windowOf(length: number, args: Arguments): [number, number] {
  const start = typeof args.after === "string" ? indexOf(args.after) + 1 : 0;
  const end = typeof args.before === "string" ? Math.min(indexOf(args.before), length) : length;
  if (typeof args.first === "number")
    return [start, Math.max(start, Math.min(end, start + bounded(args.first, "first")))];
  if (typeof args.last === "number") return [Math.max(start, end - bounded(args.last, "last")), end];
  return [start, end];
}

function bounded(count: number, name: string): number {
  if (count >= 0 && count <= MOST) return count;
  const message = `Requesting ${count} records on the connection exceeds the \`${name}\` limit of 100 records.`;
  throw new QueryError(message, undefined, { type: "EXCESSIVE_PAGINATION" });
}

function cursorAt(index: number): string {
  return Buffer.from(`cursor:v2:${index}`).toString("base64");
}

function indexOf(cursor: string): number {
  const index = Number(/^cursor:v2:(\d+)$/.exec(Buffer.from(cursor, "base64").toString("utf8"))?.[1] ?? Number.NaN);
  if (Number.isNaN(index))
    throw new QueryError(`\`${cursor}\` does not appear to be a valid cursor.`, undefined, {
      type: "INVALID_CURSOR_ARGUMENTS",
    });
  return index;
}
