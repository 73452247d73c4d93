import type { Row } from "./database.ts";

/** The cell as a number; the driver hands bigints over as text. */
export function numberIn(row: Row, name: string): number {
  const cell = row[name];
  const value = typeof cell === "string" && cell !== "" ? Number(cell) : cell;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(`expected a number in ${name}`);
}

/** The cell as text, or a TypeError. */
export function textIn(row: Row, name: string): string {
  const cell = row[name];
  if (typeof cell === "string") return cell;
  throw new TypeError(`expected text in ${name}`);
}

/** Bytes of their own, or a TypeError. */
export function bytesIn(row: Row, name: string): Uint8Array {
  const cell = row[name];
  if (cell instanceof Uint8Array) return new Uint8Array(cell);
  throw new TypeError(`expected bytes in ${name}`);
}

/** Reads a cell that may be null. */
export function nullable<T>(read: (row: Row, name: string) => T, row: Row, name: string): T | null {
  return row[name] === null || row[name] === undefined ? null : read(row, name);
}
