import { parseOr } from "./check-owners.ts";
import { ConfigError, type ConfigProblem } from "./config-error.ts";
import { didYouMean } from "./nearest-name.ts";
import { printable } from "./printable.ts";
import { parseYaml } from "./yaml/parse-yaml.ts";
import { ownersYamlLimits } from "./yaml/yaml-guard.ts";
import { findEntry, isNull, placeOf, type YamlEntry, type YamlMap, type YamlNode } from "./yaml/yaml-tree.ts";

/** What Prow ignores in OWNERS_ALIASES, and what to write instead. Prow: pkg/repoowners/repoowners.go, ParseAliasesConfig. */
export function checkAliases(text: string, file: string): readonly ConfigProblem[] {
  return parseOr(text, file, (root, problems) => {
    const report = (problem: ConfigProblem) => problems.push(problem);
    if (root === undefined || isNull(root)) return;
    if (root.kind !== "map") {
      report({
        ...placeOf(root),
        severity: "error",
        message: "write `aliases:` and below it each alias with its list",
      });
      return;
    }
    for (const entry of root.entries.values()) {
      if (entry.key.toLowerCase() === "aliases") continue;
      const message = `the key ${printable(entry.key)} is ignored${didYouMean(entry.key, ["aliases"])}`;
      report({ ...placeOf(entry), severity: "warning", message });
    }
    const aliases = findEntry(root, "aliases")?.value;
    if (aliases !== undefined && !isNull(aliases)) judgeAliases(aliases, report);
  });
}

/** Lower-case names of the aliases that a file defines; none when it cannot be read. */
export function aliasNames(text: string, file: string): ReadonlySet<string> {
  try {
    const { root } = parseYaml(text, file, ownersYamlLimits);
    const aliases = root?.kind === "map" ? findEntry(root, "aliases")?.value : undefined;
    return aliases?.kind === "map" ? namesIn(aliases) : new Set();
  } catch (error) {
    if (error instanceof ConfigError) return new Set();
    throw error;
  }
}

function namesIn(aliases: YamlMap): ReadonlySet<string> {
  return new Set([...aliases.entries.keys()].map((name) => name.toLowerCase().replace(/^@/, "")));
}

type Report = (problem: ConfigProblem) => void;

function judgeAliases(aliases: YamlNode, report: Report): void {
  if (aliases.kind !== "map") {
    const message = "aliases must be a map from a name to a list of logins; the whole file is ignored";
    report({ ...placeOf(aliases), severity: "error", message });
    return;
  }
  const names = namesIn(aliases);
  for (const entry of aliases.entries.values()) judgeAlias(entry, names, report);
}

function judgeAlias(entry: YamlEntry, names: ReadonlySet<string>, report: Report): void {
  const { value } = entry;
  if (isNull(value) || value.kind === "map") return;
  if (value.kind === "scalar") {
    const message = `the alias ${printable(entry.key)} must be a list; other aliases may be lost too`;
    report({ ...placeOf(value), severity: "error", message: `${message}; write each login on a line after a dash` });
    return;
  }
  for (const item of value.items) judgeMember(item, names, report);
}

function judgeMember(item: YamlNode, names: ReadonlySet<string>, report: Report): void {
  if (item.kind !== "scalar") {
    report({ ...placeOf(item), severity: "error", message: "an alias may hold logins only; write one login a line" });
  } else if (item.value !== null && typeof item.value !== "string") {
    const message = `YAML reads ${printable(item.text)} as a number or as true or false, so aliases are lost`;
    report({ ...placeOf(item), severity: "error", message: `${message}; write "${item.text}" in quotes` });
  } else if (names.has(item.text.toLowerCase().replace(/^@/, ""))) {
    const message = `${printable(item.text)} is an alias itself, and aliases are not followed twice; write its members`;
    report({ ...placeOf(item), severity: "warning", message });
  }
}
