import { ConfigError, type ConfigProblem } from "./config-error.ts";
import { didYouMean } from "./nearest-name.ts";
import { compilePattern, PatternError } from "./pattern.ts";
import { printable } from "./printable.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";
import { ownersYamlLimits } from "./yaml/yaml-guard.ts";
import { findEntry, isNull, placeOf, type YamlEntry, type YamlMap, type YamlNode } from "./yaml/yaml-tree.ts";

/** What an OWNERS file is judged against. */
export interface OwnersSurroundings {
  /** Lower-case names of OWNERS_ALIASES; undefined when the tree has no such file. */
  readonly aliases?: ReadonlySet<string> | undefined;
  /** Lower-case labels that OWNERS files may not set. */
  readonly labelsDenylist: ReadonlySet<string>;
  /** The root file decides where no other does. */
  readonly isRoot: boolean;
}

const people = ["approvers", "reviewers", "required_reviewers"];
const lists = [...people, "labels"];
const emeritus = ["emeritus_approvers", "emeritus_reviewers"];

/**
 * What Prow silently ignores in an OWNERS file, and what to write instead. An error costs the whole file its effect or
 * a filter its match; a warning costs less. Prow: pkg/repoowners/repoowners.go, parseOwners.
 */
export function checkOwners(text: string, file: string, around: OwnersSurroundings): readonly ConfigProblem[] {
  return parseOr(text, file, (root, problems) => new OwnersCheck(around, problems).check(root, file));
}

/** Reads the YAML of an OWNERS or OWNERS_ALIASES file, within the limits of the bot itself, and lets `check` add to its problems; a text that is not YAML has that one problem. */
export function parseOr(
  text: string,
  file: string,
  check: (root: YamlNode | undefined, problems: ConfigProblem[]) => void,
): readonly ConfigProblem[] {
  try {
    const { root, problems } = parseYaml(text, file, ownersYamlLimits);
    const found = [...problems];
    check(root, found);
    return found;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((problem) => ({ ...problem, message: `${problem.message}; the file counts as empty` }));
  }
}

class OwnersCheck {
  private readonly around: OwnersSurroundings;
  private readonly problems: ConfigProblem[];

  constructor(around: OwnersSurroundings, problems: ConfigProblem[]) {
    this.around = around;
    this.problems = problems;
  }

  check(root: YamlNode | undefined, file: string): void {
    if (root === undefined || isNull(root)) this.problems.push({ file, ...empty });
    else if (root.kind !== "map") this.error(root, "an OWNERS file is a map with keys such as `approvers:`");
    else this.checkFile(root, file);
  }

  private checkFile(map: YamlMap, file: string): void {
    const filters = findEntry(map, "filters");
    for (const entry of map.entries.values()) this.checkEntry(entry, [...lists, ...emeritus, "options", "filters"]);
    const options = findEntry(map, "options");
    if (options !== undefined) this.checkOptions(options);
    const listed = lists.some((key) => sizeOf(findEntry(map, key)) > 0);
    if (filters !== undefined && !isNull(filters.value)) {
      if (listed) this.warning(filters, "filters are ignored beside lists; move the lists into the filter `.*`");
      this.checkFilters(filters.value);
    }
    const everyone = listed || filters?.value.kind !== "map" ? map : filters.value.entries.get(".*")?.value;
    const approvers = everyone?.kind === "map" ? sizeOf(findEntry(everyone, "approvers")) : 0;
    if (this.around.isRoot && approvers === 0) {
      const message = "the root names no approvers for all files, so files without a nearer OWNERS have none";
      this.problems.push({ file, line: 1, column: 1, severity: "warning", message });
    }
  }

  private checkEntry(entry: YamlEntry, known: readonly string[], inFilter = false): void {
    const key = entry.key.toLowerCase();
    if (lists.includes(key)) this.checkList(entry, inFilter);
    else if (!known.includes(key)) {
      this.warning(entry, `the key ${printable(entry.key)} is ignored${didYouMean(entry.key, known)}`);
    }
  }

  private checkList(entry: YamlEntry, inFilter: boolean): void {
    const { value } = entry;
    if (isNull(value)) return;
    if (value.kind !== "list") {
      this.error(value, `${entry.key} must be a list, so the whole file is ignored; write each on a line after a dash`);
      return;
    }
    for (const item of value.items) this.checkItem(entry.key.toLowerCase(), item, inFilter);
  }

  private checkItem(key: string, item: YamlNode, inFilter: boolean): void {
    if (item.kind !== "scalar") {
      this.error(item, `${key} may hold names only, so the whole file is ignored; write one name a line`);
    } else if (item.value === null || item.text === "") this.warning(item, "an empty item names nobody; remove it");
    else if (typeof item.value !== "string") this.notText(item.text, item, inFilter);
    else if (key === "labels") this.checkLabel(item.text, item);
    else this.checkName(key, item.text, item);
  }

  private notText(text: string, item: YamlNode, inFilter: boolean): void {
    const quoted = `write "${text}" in quotes`;
    const read = `YAML reads ${printable(text)} as a number or as true or false`;
    if (inFilter) this.warning(item, `${read}, so another name may be meant than written; ${quoted}`);
    else this.error(item, `${read}, so the whole file is ignored; ${quoted}`);
  }

  private checkLabel(label: string, item: YamlNode): void {
    if (!this.around.labelsDenylist.has(label.toLowerCase())) return;
    this.warning(item, `OWNERS may not set the label ${printable(label)} (owners.labels_denylist); remove it`);
  }

  private checkName(key: string, written: string, item: YamlNode): void {
    const name = written.toLowerCase().replace(/^@/, "");
    if (this.around.aliases?.has(name)) return;
    if (key === "required_reviewers" && /^[^/]+\/[^/]+$/.test(name)) return;
    const login = /^[a-z0-9](?:[a-z0-9-]{0,38})(?:\[bot\])?$/.test(name);
    const aliasLike = /-(?:approvers|reviewers|maintainers|leads|admins|owners|team)$/.test(name);
    if (login && !(aliasLike && this.around.aliases !== undefined)) return;
    const message = `${printable(written)} is no alias of OWNERS_ALIASES; as a login it may name nobody`;
    this.problems.push({ ...placeOf(item), severity: "warning", note: true, message });
  }

  private checkOptions(entry: YamlEntry): void {
    const known = ["no_parent_owners", "auto_approve_unowned_subfolders"];
    const { value } = entry;
    if (isNull(value)) return;
    if (value.kind !== "map") {
      this.error(value, "options must be a map, so the whole file is ignored; write `no_parent_owners: true` below it");
      return;
    }
    for (const option of value.entries.values()) {
      if (!known.includes(option.key.toLowerCase())) {
        this.warning(option, `the option ${printable(option.key)} is ignored${didYouMean(option.key, known)}`);
      } else if (!isNull(option.value) && !isBoolean(option.value)) {
        this.error(option.value, `${option.key} must be true or false without quotes; the whole file is ignored`);
      }
    }
  }

  private checkFilters(node: YamlNode): void {
    if (node.kind !== "map") {
      this.error(node, 'filters must be a map from patterns to lists; write `".*":` and the lists below it');
      return;
    }
    for (const filter of node.entries.values()) {
      this.checkPattern(filter);
      if (isNull(filter.value)) continue;
      if (filter.value.kind !== "map") this.error(filter.value, "a filter must hold keys such as `approvers:`");
      else for (const entry of filter.value.entries.values()) this.checkEntry(entry, [...lists, ...emeritus], true);
    }
  }

  private checkPattern(filter: YamlEntry): void {
    try {
      compilePattern(filter.key);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      this.error(filter, `${error.message}; the filter matches nothing`);
    }
  }

  private error(node: Parameters<typeof placeOf>[0], message: string): void {
    this.problems.push({ ...placeOf(node), severity: "error", message });
  }

  private warning(node: Parameters<typeof placeOf>[0], message: string): void {
    this.problems.push({ ...placeOf(node), severity: "warning", message });
  }
}

const empty = {
  severity: "warning",
  message: "an empty OWNERS file has no effect; name approvers or remove it",
} as const;

function sizeOf(entry: YamlEntry | undefined): number {
  return entry?.value.kind === "list" ? entry.value.items.length : 0;
}

function isBoolean(node: YamlNode): boolean {
  return node.kind === "scalar" && typeof node.value === "boolean";
}
