import type { Issue, Label, Repository } from "./records.ts";
import type { World } from "./world.ts";

/** The repository's label of that name, compared without case; made when there is none. */
export function labelOf(world: World, repository: Repository, name: string): Label {
  const known = repository.labels.get(name.toLowerCase());
  if (known !== undefined) return known;
  const label: Label = { id: world.nextId(), name, color: "ededed", description: world.quiet ? "" : null };
  repository.labels.set(name.toLowerCase(), label);
  return label;
}

export function hasLabel(issue: Issue, name: string): boolean {
  return issue.labels.some((label) => label.name.toLowerCase() === name.toLowerCase());
}

/** The labels an issue carried at a time, found by undoing what its timeline says came later. */
export function labelsAsOf(issue: Issue, time: number): readonly Label[] {
  let labels = issue.labels;
  for (const entry of issue.timeline.toReversed()) {
    if (entry.createdAt <= time) break;
    const { label } = entry;
    if (label === undefined) continue;
    if (entry.event === "labeled") labels = labels.filter((other) => other.id !== label.id);
    else if (entry.event === "unlabeled") labels = [...labels, label];
  }
  return labels;
}
