/** Deliveries that were recovered, and when they were sent first; milliseconds since the epoch. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly recovered: number;
}

/** The gap with one more delivery in it. */
export function widen(gap: Gap | undefined, at: number): Gap {
  if (gap === undefined) return { from: at, to: at, recovered: 1 };
  return { from: Math.min(gap.from, at), to: Math.max(gap.to, at), recovered: gap.recovered + 1 };
}

const apartMs = 15 * 60_000;

/** Both as one when the later one follows the earlier one closely, else the later one. */
export function join(earlier: Gap, later: Gap): Gap {
  if (later.from - earlier.to > apartMs) return later;
  const recovered = earlier.recovered + later.recovered;
  return { from: Math.min(earlier.from, later.from), to: Math.max(earlier.to, later.to), recovered };
}

/** One sentence for a person, times in UTC; the day is said when it is not the same for both ends. */
export function describeGap({ from, to, recovered }: Gap): string {
  const [first, last] = [new Date(from).toISOString(), new Date(to).toISOString()];
  const [firstDay, lastDay] = [first.slice(0, 10), last.slice(0, 10)];
  const start = firstDay === lastDay ? first.slice(11, 16) : `${firstDay} ${first.slice(11, 16)}`;
  const end = firstDay === lastDay ? last.slice(11, 16) : `${lastDay} ${last.slice(11, 16)}`;
  const what = recovered === 1 ? "1 delivery" : `${recovered} deliveries`;
  return `offline ${start === end ? `at ${start}` : `${start} to ${end}`}, ${what} recovered`;
}
