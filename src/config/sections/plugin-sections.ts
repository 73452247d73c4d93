import type { ConfigProblem } from "../config-error.ts";
import { printable } from "../printable.ts";
import { prowSections, removedKeys } from "../prow-names.ts";
import type { ConfigSection } from "../section.ts";
import { findEntry, placeAt, placeOf, type YamlEntry, type YamlMap, type YamlNode } from "../yaml/yaml-tree.ts";
import type { Report } from "./plugins-section.ts";
import { readSection, type UnknownKey, unknownKeyProblem } from "./read-section.ts";

/**
 * Reads every section of plugins.yaml but `plugins`, each with the schemas of the plugins that use it, and gives the
 * checked values by key.
 */
export function readSections(
  root: YamlMap,
  sections: readonly ConfigSection<unknown>[],
  report: Report,
): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  const keys = new Set(sections.map((section) => section.key));
  for (const key of keys) {
    const entry = findEntry(root, key);
    if (entry === undefined) continue;
    const readers = oncePerSchema(sections.filter((section) => section.key === key));
    values.set(key, readEntry(entry, readers, report));
  }
  for (const entry of root.entries.values()) {
    const key = entry.key.toLowerCase();
    if (key !== "plugins" && ![...keys].some((known) => known.toLowerCase() === key))
      reportForeign(entry, keys, report);
  }
  for (const key of uniqueRepos) {
    const judged = sections.some((section) => section.key === key && section.check !== undefined);
    if (!judged) reportRepeatedRepos(key, findEntry(root, key)?.value, report);
  }
  return values;
}

function oncePerSchema(sections: readonly ConfigSection<unknown>[]): readonly ConfigSection<unknown>[] {
  return [...new Map(sections.map((section) => [section.schema, section] as const)).values()];
}

function readEntry(entry: YamlEntry, readers: readonly ConfigSection<unknown>[], report: Report): unknown {
  let value: unknown;
  const unknown: (readonly UnknownKey[])[] = [];
  for (const reader of readers) {
    const reading = readSection(entry.value, reader.schema, entry.key);
    for (const problem of reading.problems) report(problem);
    unknown.push(reading.unknown);
    if (reading.problems.length > 0) continue;
    for (const problem of reader.check?.(reading.value) ?? []) {
      const { severity = "error", message } = problem;
      report({ ...placeAt(entry.value, problem.path), severity, message });
    }
    value = join(value, reading.value);
  }
  for (const key of unknownToAll(unknown)) report(removedKeyProblem(entry.key, key) ?? unknownKeyProblem(key));
  return value;
}

/** A section that several plugins read has all the keys that any of them reads. */
function join(first: unknown, second: unknown): unknown {
  if (first === undefined) return second;
  if (Array.isArray(first) && Array.isArray(second)) return first.map((item, index) => join(item, second[index]));
  return isRecord(first) && isRecord(second) ? joinRecords(first, second) : first;
}

function joinRecords(first: Record<string, unknown>, second: Record<string, unknown>): Record<string, unknown> {
  const keys = new Set([...Object.keys(first), ...Object.keys(second)]);
  const pick = (key: string) => (Object.hasOwn(first, key) ? join(first[key], second[key]) : second[key]);
  return Object.fromEntries([...keys].map((key) => [key, pick(key)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function unknownToAll([first = [], ...others]: readonly (readonly UnknownKey[])[]): readonly UnknownKey[] {
  return others.reduce((left, right) => {
    const entries = new Map(right.map((key) => [key.entry, key.known] as const));
    return left.flatMap(({ entry, known }) => {
      const more = entries.get(entry);
      return more === undefined ? [] : [{ entry, known: [...known, ...more] }];
    });
  }, first);
}

function removedKeyProblem(section: string, { entry }: UnknownKey): ConfigProblem | undefined {
  const advice = removedKeys.get(`${section.toLowerCase()}.${entry.key.toLowerCase()}`);
  if (advice === undefined) return undefined;
  const message = `the key ${printable(entry.key)} was removed from Prow and does nothing; ${advice}`;
  return { ...placeOf(entry), severity: "warning", message };
}

function reportForeign(entry: YamlEntry, ours: ReadonlySet<string>, report: Report): void {
  if (prowSections.has(entry.key.toLowerCase())) {
    const message = `not used: no plugin of Bowsprit reads Prow's section ${printable(entry.key)}`;
    report({ ...placeOf(entry), severity: "warning", note: true, message });
    return;
  }
  report(unknownKeyProblem({ entry, known: ["plugins", ...ours, ...prowSections] }));
}

/** Prow: pkg/plugins/config.go, validateRepoDupes; a section's own check comes before this one. */
const uniqueRepos = ["approve", "welcome", "invalid_commit_msg"];

function reportRepeatedRepos(section: string, node: YamlNode | undefined, report: Report): void {
  if (node?.kind !== "list") return;
  const seen = new Set<string>();
  for (const item of node.items) {
    const repos = item.kind === "map" ? findEntry(item, "repos")?.value : undefined;
    if (repos?.kind !== "list") continue;
    for (const repo of repos.items) {
      if (repo.kind !== "scalar") continue;
      if (seen.has(repo.text)) {
        const message = `${printable(repo.text)} is named twice in ${section}; keep it in one entry`;
        report({ ...placeOf(repo), severity: "error", message });
      }
      seen.add(repo.text);
    }
  }
}
