import { fieldNamed, jsonEntries, mismatch, requireJson } from "./go/go-json.ts";
import { formatGoFloat32 } from "./go/go-number.ts";
import type { GoValue } from "./go/go-yaml.ts";
import type { ListName, OwnersLists, OwnersOptions } from "./owners-file.ts";
import { noOptions } from "./owners-file.ts";

/** Top-level lists with options. Prow: pkg/repoowners, SimpleConfig. */
export interface SimpleOwners extends OwnersLists {
  readonly options: OwnersOptions;
}

/** Lists by pattern with options. Prow: pkg/repoowners, FullConfig. */
export interface FilteredOwners {
  readonly options: OwnersOptions;
  readonly filters: ReadonlyMap<string, OwnersLists>;
}

const listOfKey = {
  approvers: "approvers",
  reviewers: "reviewers",
  required_reviewers: "requiredReviewers",
  labels: "labels",
} as const satisfies Record<string, ListName>;
type ListKey = keyof typeof listOfKey;
const listKeys = Object.keys(listOfKey) as ListKey[];

/**
 * Reads the simple shape, as Go fills its structure: keys in any case, unknown ones skipped, null for nothing.
 * @throws GoYamlError on a wrong type anywhere Go looks.
 */
export function decodeSimpleOwners(root: GoValue): SimpleOwners {
  const lists = new ListSlots("keep");
  let options = noOptions;
  for (const [key, value] of root === null ? [] : jsonEntries(root)) {
    const field = fieldNamed([...listKeys, "options"] as const, key);
    if (field === "options") options = decodeOptions(value, options);
    else lists.fill(field, value);
  }
  return { ...lists.lists(), options };
}

/**
 * Reads the filter shape. Inside filters a number or boolean becomes a string, which the simple shape refuses.
 * @throws GoYamlError on a wrong type anywhere Go looks.
 */
export function decodeFilteredOwners(root: GoValue): FilteredOwners {
  let filters = new Map<string, OwnersLists>();
  let options = noOptions;
  for (const [key, value] of root === null ? [] : jsonEntries(root)) {
    const field = fieldNamed(["options", "filters"] as const, key);
    if (field === "options") options = decodeOptions(value, options);
    else if (field === undefined) requireJson(value);
    else if (value === null) filters = new Map();
    else for (const [pattern, lists] of jsonEntries(value)) filters.set(pattern, decodeFilter(lists));
  }
  return { options, filters };
}

function decodeFilter(value: GoValue): OwnersLists {
  const lists = new ListSlots("format");
  for (const [key, item] of value === null ? [] : jsonEntries(value)) lists.fill(fieldNamed(listKeys, key), item);
  return lists.lists();
}

const optionOfKey = {
  no_parent_owners: "noParentOwners",
  auto_approve_unowned_subfolders: "autoApproveUnownedSubfolders",
} as const satisfies Record<string, keyof OwnersOptions>;
const optionKeys = Object.keys(optionOfKey) as (keyof typeof optionOfKey)[];

function decodeOptions(value: GoValue, before: OwnersOptions): OwnersOptions {
  const options = { ...before };
  for (const [key, item] of value === null ? [] : jsonEntries(value)) {
    const field = fieldNamed(optionKeys, key);
    if (field === undefined) requireJson(item);
    else if (typeof item === "boolean") options[optionOfKey[field]] = item;
    else if (item !== null) throw mismatch(item, "a boolean");
  }
  return options;
}

/** The four lists while keys are being read; the same list can come again under another spelling. */
class ListSlots {
  private readonly slots: Record<ListName, StringSlots>;

  constructor(scalars: "keep" | "format") {
    const slots = () => new StringSlots(scalars);
    this.slots = { approvers: slots(), reviewers: slots(), requiredReviewers: slots(), labels: slots() };
  }

  fill(key: ListKey | undefined, value: GoValue): void {
    if (key === undefined) requireJson(value);
    else this.slots[listOfKey[key]].fill(value);
  }

  lists(): OwnersLists {
    const { approvers, reviewers, requiredReviewers, labels } = this.slots;
    return {
      approvers: approvers.strings(),
      reviewers: reviewers.strings(),
      requiredReviewers: requiredReviewers.strings(),
      labels: labels.strings(),
    };
  }
}

/** One list as encoding/json fills a Go slice: a null item leaves whatever an earlier list had in its place. */
class StringSlots {
  private readonly scalars: "keep" | "format";
  private slots: string[] = [];
  private length = 0;

  constructor(scalars: "keep" | "format") {
    this.scalars = scalars;
  }

  fill(value: GoValue): void {
    if (value !== null && !Array.isArray(value)) throw mismatch(value, "a list");
    const items: readonly GoValue[] = value ?? [];
    if (items.length === 0) this.slots = [];
    this.length = items.length;
    for (const [index, item] of items.entries()) this.slots[index] = this.stringOf(item) ?? this.slots[index] ?? "";
  }

  strings(): readonly string[] {
    return this.slots.slice(0, this.length);
  }

  private stringOf(item: GoValue): string | undefined {
    if (typeof item === "string") return item;
    if (item === null) return undefined;
    if (typeof item === "object" || this.scalars === "keep") throw mismatch(item, "a string");
    return typeof item === "number" ? formatGoFloat32(item) : String(item);
  }
}
