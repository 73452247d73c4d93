import { printable } from "../printable.ts";
import {
  findEntry,
  isNull,
  placeOf,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
} from "../yaml/yaml-tree.ts";
import type { Report } from "./plugins-section.ts";

const lists = ["approve", "lgtm", "triggers", "welcome"];
const maps = ["plugins", "external_plugins"];

/**
 * Adds supplemental files to the main one: lists are appended, maps joined, restricted labels joined by scope.
 * Anything else in a supplemental file is an error. Prow: pkg/plugins/config.go, mergeFrom.
 */
export function mergeSupplemental(main: YamlMap, others: readonly YamlMap[], report: Report): YamlMap {
  let merged = main;
  for (const other of others) {
    for (const entry of other.entries.values()) merged = mergeEntry(merged, entry, report);
  }
  return merged;
}

function mergeEntry(main: YamlMap, entry: YamlEntry, report: Report): YamlMap {
  const key = entry.key.toLowerCase();
  if (key === "bugzilla" || isNull(entry.value)) return main;
  const existing = findEntry(main, key);
  if (lists.includes(key)) return withEntry(main, entry, joinLists(existing?.value, entry.value, report));
  if (maps.includes(key)) return withEntry(main, entry, joinMaps(existing?.value, entry.value, report));
  if (key === "label") return mergeLabel(main, entry, report);
  const allowed = [...maps, ...lists, "bugzilla", "label.restricted_labels"].join(", ");
  const message = `${printable(entry.key)} may not stand in a supplemental file, only ${allowed}; move it to the main file`;
  report({ ...placeOf(entry), severity: "error", message });
  return main;
}

function withEntry(map: YamlMap, entry: YamlEntry, value: YamlNode | undefined): YamlMap {
  if (value === undefined) return map;
  const existing = findEntry(map, entry.key);
  const entries = new Map(map.entries);
  entries.set(existing?.key ?? entry.key, { ...(existing ?? entry), value });
  return { ...map, entries };
}

function joinLists(first: YamlNode | undefined, second: YamlNode, report: Report): YamlNode | undefined {
  if (first === undefined || isNull(first)) return second;
  if (first.kind === "list" && second.kind === "list") return { ...first, items: [...first.items, ...second.items] };
  if (second.kind !== "list") report({ ...placeOf(second), severity: "error", message: "must be a list" });
  return undefined;
}

function joinMaps(first: YamlNode | undefined, second: YamlNode, report: Report): YamlNode | undefined {
  if (first === undefined || isNull(first)) return second;
  if (first.kind !== "map" || second.kind !== "map") {
    if (second.kind !== "map") report({ ...placeOf(second), severity: "error", message: "must be a map" });
    return undefined;
  }
  const entries = new Map(first.entries);
  for (const entry of second.entries.values()) {
    const other = entries.get(entry.key);
    if (other === undefined) entries.set(entry.key, entry);
    else report({ ...placeOf(entry), severity: "error", message: repeated(entry.key, other) });
  }
  return { ...first, entries };
}

function repeated(name: string, other: Parameters<typeof placeOf>[0]): string {
  const { file, line } = placeOf(other);
  return `${printable(name)} stands at ${file}:${line} already; keep one of them`;
}

function mergeLabel(main: YamlMap, entry: YamlEntry, report: Report): YamlMap {
  const { value } = entry;
  if (value.kind !== "map") {
    report({ ...placeOf(entry), severity: "error", message: "label must be a map with restricted_labels in it" });
    return main;
  }
  for (const part of value.entries.values()) {
    if (part.key.toLowerCase() === "restricted_labels") continue;
    const message = `only restricted_labels of label may stand in a supplemental file; move ${printable(part.key)}`;
    report({ ...placeOf(part), severity: "error", message });
  }
  const added = findEntry(value, "restricted_labels");
  if (added === undefined) return main;
  const label = findEntry(main, "label")?.value;
  const base: YamlMap = label?.kind === "map" ? label : { ...value, entries: new Map() };
  const joined = joinRestricted(findEntry(base, "restricted_labels")?.value, added.value, report);
  return withEntry(main, entry, withEntry(base, added, joined));
}

function joinRestricted(first: YamlNode | undefined, second: YamlNode, report: Report): YamlNode | undefined {
  if (first?.kind !== "map" || second.kind !== "map") return joinMaps(first, second, report);
  const entries = new Map(first.entries);
  for (const entry of second.entries.values()) {
    const before = entries.get(entry.key)?.value;
    const joined = joinLists(before, entry.value, report);
    if (before?.kind === "list" && entry.value.kind === "list") reportSameLabels(before, entry.value, report);
    if (joined !== undefined) entries.set(entry.key, { ...entry, value: joined });
  }
  return { ...first, entries };
}

function reportSameLabels(before: YamlList, added: YamlList, report: Report): void {
  const names = new Map(before.items.map((item) => [labelOf(item), item] as const));
  for (const item of added.items) {
    const name = labelOf(item);
    const other = names.get(name);
    if (name === undefined || other === undefined) continue;
    report({ ...placeOf(item), severity: "error", message: repeated(name, other) });
  }
}

function labelOf(item: YamlNode): string | undefined {
  const label = item.kind === "map" ? findEntry(item, "label")?.value : undefined;
  return label?.kind === "scalar" ? label.text.toLowerCase() : undefined;
}
