/** A straight line through measurements. */
export interface Trend {
  /** By how much the line rises from the first to the last measurement. */
  readonly growth: number;
  /** What it rises by at the very least: with 95 % confidence the growth is larger than this. */
  readonly atLeast: number;
}

/** The least squares line through values that were measured at these times; needs three of them. */
export function trendOf(times: readonly number[], values: readonly number[]): Trend {
  const count = values.length;
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
  const [midTime, midValue] = [mean(times), mean(values)];
  const spread = times.reduce((sum, time) => sum + (time - midTime) ** 2, 0);
  const slope = times.reduce((sum, time, n) => sum + (time - midTime) * ((values[n] ?? 0) - midValue), 0) / spread;
  const off = times.map((time, n) => (values[n] ?? 0) - midValue - slope * (time - midTime));
  const error = Math.sqrt(off.reduce((sum, each) => sum + each ** 2, 0) / Math.max(1, count - 2) / spread);
  const window = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return { growth: slope * window, atLeast: (slope - 1.96 * error) * window };
}
