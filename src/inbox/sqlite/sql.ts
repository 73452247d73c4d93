import Database from "libsql";

/** What can be bound to a statement. */
export type Cell = string | number | Uint8Array | null;

/** A statement that is prepared once. Rows come as plain arrays, without the driver's additions. */
export interface Statement {
  run(...values: Cell[]): { readonly changes: number; readonly id: number };
  first(...values: Cell[]): readonly unknown[] | undefined;
  all(...values: Cell[]): readonly (readonly unknown[])[];
}

/** The one connection. */
export interface Sql {
  prepare(text: string): Statement;
  exec(text: string): void;
  readonly inTransaction: boolean;
  close(): void;
}

/** Opens or creates the file. Nothing is read yet, so damage and locks show at the first statement. */
export function connect(file: string): Sql {
  const database = new Database(file);
  return {
    prepare: (text) => prepare(database, text),
    exec: (text) => void database.exec(text),
    get inTransaction() {
      return database.inTransaction;
    },
    close: () => void database.close(),
  };
}

function prepare(database: Database.Database, text: string): Statement {
  const statement = database.prepare<unknown[]>(text);
  const reader = /^\s?(select|pragma)\b|\breturning\b/i.test(text);
  if (reader) statement.raw();
  return {
    run(...values) {
      const { changes, lastInsertRowid } = statement.run(values);
      return { changes, id: Number(lastInsertRowid) };
    },
    first: (...values) => row(statement.get(values)),
    all: (...values) => statement.all(values).map((found) => row(found) ?? []),
  };
}

function row(found: unknown): readonly unknown[] | undefined {
  return Array.isArray(found) ? found : undefined;
}

/** The cell as a number, or a TypeError. */
export function asNumber(cell: unknown): number {
  if (typeof cell === "number") return cell;
  throw new TypeError("expected a number in the inbox's file");
}

/** The cell as text, or a TypeError. */
export function asText(cell: unknown): string {
  if (typeof cell === "string") return cell;
  throw new TypeError("expected text in the inbox's file");
}

/** Bytes that can be handed to another thread without taking others with them. */
export function asBytes(cell: unknown): Uint8Array {
  if (cell instanceof ArrayBuffer) return new Uint8Array(cell);
  if (cell instanceof Uint8Array) return cell;
  throw new TypeError("expected bytes in the inbox's file");
}

/** Reads a cell that may be null. */
export function orNull<T>(read: (cell: unknown) => T, cell: unknown): T | null {
  return cell === null || cell === undefined ? null : read(cell);
}
