import type { SizeThresholds } from "./classify-size.ts";

/** The thresholds as help shows them. */
export function describeSizes({ s, m, l, xl, xxl }: SizeThresholds): string {
  const from = [`size/S from ${s}`, `size/M from ${m}`, `size/L from ${l}`, `size/XL from ${xl}`];
  return `Changed lines: ${from.join(", ")}, size/XXL from ${xxl}; fewer are size/XS.`;
}
