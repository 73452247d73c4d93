import type { GitHub } from "../github/github.ts";
import { hasLabel } from "../plugin-kit/label-matching.ts";
import { findLabel } from "./find-label.ts";

/** Those of the labels that the repository does not define; asks for nothing when none is wanted. */
export async function unknownLabels(
  github: Pick<GitHub, "repositoryLabels">,
  wanted: readonly string[],
): Promise<readonly string[]> {
  if (wanted.length === 0) return [];
  const defined = await github.repositoryLabels();
  return wanted.filter((label) => !hasLabel(defined, label));
}

/** Adds the labels that the repository defines in one request; never makes GitHub invent one. */
export async function addKnownLabels(
  github: Pick<GitHub, "repositoryLabels" | "addLabels">,
  number: number,
  wanted: readonly string[],
): Promise<void> {
  if (wanted.length === 0) return;
  const defined = await github.repositoryLabels();
  const known = wanted.flatMap((label) => findLabel(defined, label) ?? []);
  if (known.length > 0) await github.addLabels(number, known);
}
