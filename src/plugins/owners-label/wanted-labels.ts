import type { ChangedFile } from "../../github/github.ts";
import type { Owners } from "../../owners/owners.ts";

/** The labels OWNERS files give to these files, sorted; of a rename only the new path counts. */
export function wantedLabels(owners: Pick<Owners, "labels">, files: readonly ChangedFile[]): readonly string[] {
  const wanted = new Set<string>();
  for (const file of files) for (const label of owners.labels(file.path)) wanted.add(label);
  return [...wanted].sort();
}
