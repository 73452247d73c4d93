/**
 * How many letters must be changed, added, dropped or swapped with their neighbour to make one word of the other, or
 * `limit + 1` when it is more than `limit` (optimal string alignment).
 */
export function editDistance(first: string, second: string, limit: number): number {
  if (Math.abs(first.length - second.length) > limit) return limit + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: second.length + 1 }, (_, column) => column);
  for (let row = 1; row <= first.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= second.length; column += 1) {
      const same = first.charAt(row - 1) === second.charAt(column - 1);
      const changed = cell(last, column - 1) + (same ? 0 : 1);
      const shifted = Math.min(cell(last, column), cell(current, column - 1)) + 1;
      const swapped = isSwap(first, second, { row, column }) ? cell(beforeLast, column - 2) + 1 : changed;
      current.push(Math.min(changed, shifted, swapped));
    }
    beforeLast = last;
    last = current;
  }
  return Math.min(cell(last, second.length), limit + 1);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

function isSwap(first: string, second: string, at: { readonly row: number; readonly column: number }): boolean {
  if (at.row < 2 || at.column < 2) return false;
  return (
    first.charAt(at.row - 1) === second.charAt(at.column - 2) &&
    first.charAt(at.row - 2) === second.charAt(at.column - 1)
  );
}
