/** Whether GitHub would call both the same label: it compares without case. */
export function sameLabel(first: string, second: string): boolean {
  return first.normalize("NFC").toLowerCase() === second.normalize("NFC").toLowerCase();
}

/** Prow: pkg/github/labels.go, HasLabel. */
export function hasLabel(labels: readonly string[], label: string): boolean {
  return labels.some((candidate) => sameLabel(candidate, label));
}
