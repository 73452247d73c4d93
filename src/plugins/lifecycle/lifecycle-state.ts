import { oneOf } from "../../plugin-kit/grammar.ts";

export type LifecycleState = "active" | "frozen" | "stale" | "rotten";

/** One state after exactly one space. */
export const lifecycleState = oneOf<LifecycleState>("active", "frozen", "stale", "rotten");

export const LIFECYCLE_LABELS: readonly string[] = [
  "lifecycle/active",
  "lifecycle/frozen",
  "lifecycle/stale",
  "lifecycle/rotten",
];

/** A state takes the place of the others; setting the one that is there changes nothing, not even stray others. */
export function withLifecycle(labels: readonly string[], state: LifecycleState): string[] {
  const label = `lifecycle/${state}`;
  return labels.includes(label) ? [...labels] : [label];
}

export function withoutLifecycle(labels: readonly string[], state: LifecycleState): string[] {
  return labels.filter((label) => label !== `lifecycle/${state}`);
}
