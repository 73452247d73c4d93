import type { Call } from "../plugin-kit/define-plugin.ts";
import type { ArgumentGrammar } from "../plugin-kit/grammar.ts";
import type { LabelConfig } from "./label-config.ts";

/** Prefixes whose `needs-…` label comes back when the last label of the family goes. */
const NEEDED_FAMILIES = ["kind", "priority", "sig", "triage"];

/** Names parted by single spaces, as Prow reads them: two spaces make an empty name, tabs are part of a name. */
export const labelNames: ArgumentGrammar<readonly string[]> = {
  usage: "<name>...",
  parse: (line) =>
    line
      .trimEnd()
      .split(" ")
      .slice(1)
      .map((name) => name.trim().toLowerCase()),
};

export interface WantedLabels {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** What `/label` may not touch here. */
  readonly unsupported: readonly string[];
}

/** The labels all lines of a text ask for together, lower-case and without repeats. Prow: pkg/plugins/label, handleComment. */
export function wantedLabels(calls: readonly Call<readonly string[]>[], config: LabelConfig): WantedLabels {
  const supported = new Set([...config.additional.map((label) => label.toLowerCase()), ...config.restricted.keys()]);
  const add = new Set<string>();
  const remove = new Set<string>();
  const unsupported = new Set<string>();
  for (const { name, args, text } of calls) {
    const family = name.replace(/^remove-/, "");
    const target = family === name ? add : remove;
    if (family !== "label") for (const label of args) target.add(`${family}/${label}`);
    else for (const label of oneLabel(text, args)) (supported.has(label) ? target : unsupported).add(label);
  }
  return { add: [...add], remove: [...remove], unsupported: [...unsupported] };
}

/** `/label` takes exactly one label after exactly one space; anything else is ignored without a word. */
function oneLabel(text: string, args: readonly string[]): readonly string[] {
  return args.length === 1 && /^\/\S+ \S/.test(text) ? args : [];
}

/**
 * The `needs-…` labels to add: those of families of which labels are removed, all that the issue has, and none is
 * added, where the repository defines the label. Prow compares with the labels as they are spelled.
 */
export function neededAgain(
  { add, remove }: Pick<WantedLabels, "add" | "remove">,
  labels: readonly string[],
  isDefined: (label: string) => boolean,
): readonly string[] {
  return NEEDED_FAMILIES.filter((family) => {
    const prefix = `${family}/`;
    const ofFamily = (label: string) => label.startsWith(prefix);
    if (!remove.some(ofFamily) || add.some(ofFamily)) return false;
    return labels.filter(ofFamily).every((label) => remove.includes(label));
  })
    .map((family) => `needs-${family}`)
    .filter(isDefined);
}
