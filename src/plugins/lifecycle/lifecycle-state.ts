import { oneOf } from "../../plugin-kit/grammar.ts";
import { hasLabel, sameLabel } from "../../plugin-kit/label-matching.ts";

export type LifecycleState = "active" | "frozen" | "stale" | "rotten";

/** One state after exactly one space. */
export const lifecycleState = oneOf<LifecycleState>("active", "frozen", "stale", "rotten");

export const LIFECYCLE_LABELS: readonly string[] = [
  "lifecycle/active",
  "lifecycle/frozen",
  "lifecycle/stale",
  "lifecycle/rotten",
];

/** A label takes the place of the others; setting the one that is there changes nothing, not even stray others. */
export function withLifecycle(labels: readonly string[], label: string): string[] {
  return hasLabel(labels, label) ? [...labels] : [label];
}

export function withoutLifecycle(labels: readonly string[], label: string): string[] {
  return labels.filter((other) => !sameLabel(other, label));
}
