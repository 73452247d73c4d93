import { hasLabel } from "../plugin-kit/label-matching.ts";
import { findLabel } from "./find-label.ts";
import { neededAgain, type WantedLabels } from "./wanted-labels.ts";

/** What a wish comes to, given the labels there are; rights are not looked at yet. */
export interface LabelChanges {
  /** Spelled as the repository spells them. */
  readonly add: readonly string[];
  /** Spelled as the issue spells them. */
  readonly remove: readonly string[];
  /** Wanted, but not defined in the repository. */
  readonly undefinedHere: readonly string[];
  /** To be removed, but not on the issue. */
  readonly notSet: readonly string[];
}

/**
 * Additions and removals, both judged by the labels at the start: of a label that one text adds and removes, the
 * removal wins where the issue has it and the addition where it has not. Prow: pkg/plugins/label, handleComment.
 */
export function labelChanges(
  wanted: WantedLabels,
  onIssue: readonly string[],
  defined: readonly string[],
): LabelChanges {
  const isDefined = (label: string) => hasLabel(defined, label);
  const toAdd = [...wanted.add, ...neededAgain(wanted, onIssue, isDefined)].filter(
    (label) => !hasLabel(onIssue, label),
  );
  return {
    add: toAdd.flatMap((label) => findLabel(defined, label) ?? []),
    remove: wanted.remove.filter(isDefined).flatMap((label) => findLabel(onIssue, label) ?? []),
    undefinedHere: toAdd.filter((label) => !isDefined(label)),
    notSet: wanted.remove.filter((label) => !hasLabel(onIssue, label)),
  };
}
