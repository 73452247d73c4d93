/** The known name closest to a mistyped one, case aside; undefined when none is within a third of its length, rounded up. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length > 100) return undefined;
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.ceil(wanted.length / 3) + 1;
  for (const candidate of known) {
    const distance = distanceWithin(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `; did you mean "…"?`, or nothing. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? "" : `; did you mean "${nearest}"?`;
}

/** How many letters of one word the other has nowhere, counted up to `limit`: each must be changed. */
function foreignLetters(from: string, to: string, limit: number): number {
  let foreign = 0;
  for (let at = 0; at < from.length && foreign < limit; at += 1) if (!to.includes(from.charAt(at))) foreign += 1;
  return foreign;
}

/** Levenshtein's, or `limit` when it is no less: names that are far apart are told so early, since a file may hold many. */
function distanceWithin(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit || foreignLetters(from, to, limit) >= limit) return limit;
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const substituted = (previous[column - 1] ?? 0) + Number(from[row - 1] !== to[column - 1]);
      const shorter = Math.min(previous[column] ?? 0, current[column - 1] ?? 0) + 1;
      current.push(Math.min(substituted, shorter));
    }
    if (Math.min(...current) >= limit) return limit;
    previous = current;
  }
  return previous[to.length] ?? 0;
}
