/** Changed lines from which each size begins; below `s` a change is XS. */
export interface SizeThresholds {
  readonly s: number;
  readonly m: number;
  readonly l: number;
  readonly xl: number;
  readonly xxl: number;
}

export type SizeLabel = `size/${"XS" | "S" | "M" | "L" | "XL" | "XXL"}`;

/** The label for that many changed lines. Prow: pkg/plugins/size, bucket. */
export function classifySize(lines: number, thresholds: SizeThresholds): SizeLabel {
  if (lines < thresholds.s) return "size/XS";
  if (lines < thresholds.m) return "size/S";
  if (lines < thresholds.l) return "size/M";
  if (lines < thresholds.xl) return "size/L";
  if (lines < thresholds.xxl) return "size/XL";
  return "size/XXL";
}
