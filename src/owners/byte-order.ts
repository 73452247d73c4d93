/** Orders strings as Go does, by their UTF-8 bytes; for use with `sort`. */
export function byteOrder(a: string, b: string): number {
  if (a === b) return 0;
  let index = 0;
  while (index < a.length && a[index] === b[index]) index += 1;
  const left = a.charCodeAt(index);
  const right = b.charCodeAt(index);
  if (Number.isNaN(left) || Number.isNaN(right)) return a.length - b.length;
  // A surrogate stands for a character beyond all others of one unit.
  const leftIsPair = left >= 0xd800 && left <= 0xdfff;
  const rightIsPair = right >= 0xd800 && right <= 0xdfff;
  if (leftIsPair !== rightIsPair) return leftIsPair ? 1 : -1;
  return left - right;
}

/** The items in Go's order, each once. */
export function sortedUnique(items: Iterable<string>): string[] {
  return [...new Set(items)].sort(byteOrder);
}
