import { hasLabel, sameLabel } from "../plugin-kit/label-matching.ts";

export { hasLabel };

/** The label as the list spells it, or undefined; names compare without case, as GitHub compares them. */
export function findLabel(labels: readonly string[], name: string): string | undefined {
  return labels.find((label) => sameLabel(label, name));
}
