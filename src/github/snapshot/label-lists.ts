/** GitHub compares label names without case. */
export function hasLabel(labels: readonly string[], label: string): boolean {
  const wanted = label.toLowerCase();
  return labels.some((one) => one.toLowerCase() === wanted);
}

/** Those of `labels` that `present` lacks, each once, as first written. */
export function missingLabels(present: readonly string[], labels: readonly string[]): readonly string[] {
  const seen = new Set(present.map((label) => label.toLowerCase()));
  return labels.filter((label) => {
    const key = label.toLowerCase();
    const missing = !seen.has(key);
    seen.add(key);
    return missing;
  });
}

/** Both lists hold the same labels, in whatever order. */
export function sameLabels(left: readonly string[], right: readonly string[]): boolean {
  return missingLabels(left, right).length === 0 && missingLabels(right, left).length === 0;
}
