import type { Row } from "./budget.ts";

/** The rows in columns, as a person reads them. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ figure, measured, unit, target, verdict }) => [
    figure,
    `${inWords(measured)} ${unit}`,
    target === undefined ? "" : `${target.kind} ${inWords(target.target)}`,
    verdict ?? "for comparison",
  ]);
  const all = [["figure", "measured", "target", "verdict"], ...cells];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return `${all.map(line).join("\n")}\n`;
}

/** Three digits that count, and whole numbers from a hundred on. */
export function inWords(value: number): string {
  if (!Number.isFinite(value)) return "nothing";
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(3)));
}
