import { z } from "zod";
import type { ConfigProblem } from "./config-error.ts";
import { compilePattern, PatternError } from "./pattern.ts";
import { printable } from "./printable.ts";
import { prowConfigKeys, removedKeys } from "./prow-names.ts";
import { denylistSchema } from "./sections/owners-section.ts";
import type { Report } from "./sections/plugins-section.ts";
import { readSection, unknownKeyProblem } from "./sections/read-section.ts";
import { findEntry, isNull, placeOf, type YamlEntry, type YamlMap, type YamlNode } from "./yaml/yaml-tree.ts";

/** The parts of config.yaml that are used here. */
export interface ConfigFile {
  readonly denylist: z.output<typeof denylistSchema>;
  /** Without a trailing slash. */
  readonly linkUrl: string;
}

const used = ["owners_dir_denylist", "github"];

/** `github` of config.yaml. Prow: pkg/config/config.go, GitHubOptions. */
export const githubSchema = z.object({
  link_url: z
    .string()
    .refine((text) => text === "" || isWebAddress(text), "write an address such as https://github.example.org")
    .default("")
    .meta({ description: "Where links to people and files point.", defaultValue: "https://github.com" }),
});

/** Reads the root of config.yaml; undefined stands for a file that is missing or empty. */
export function readConfigFile(root: YamlNode | undefined, report: Report): ConfigFile {
  const map = root?.kind === "map" ? root : undefined;
  if (root !== undefined && map === undefined && !isNull(root)) {
    report({ ...placeOf(root), severity: "error", message: "must be a map of Prow's configuration keys" });
  }
  for (const entry of map?.entries.values() ?? []) {
    const problem = judgeKey(entry);
    if (problem !== undefined) report(problem);
  }
  const github = read(map, "github", githubSchema, report) ?? githubSchema.parse({});
  const linkUrl = github.link_url === "" ? "https://github.com" : github.link_url;
  return { denylist: readDenylist(map, report), linkUrl: linkUrl.endsWith("/") ? linkUrl.slice(0, -1) : linkUrl };
}

function read<S extends z.ZodType>(
  map: YamlMap | undefined,
  key: string,
  schema: S,
  report: Report,
): z.output<S> | undefined {
  const entry = map === undefined ? undefined : findEntry(map, key);
  if (entry === undefined || isNull(entry.value)) return undefined;
  const reading = readSection(entry.value, schema, key);
  for (const problem of [...reading.problems, ...reading.unknown.map(unknownKeyProblem)]) report(problem);
  return reading.value as z.output<S> | undefined;
}

function judgeKey(entry: YamlEntry): ConfigProblem | undefined {
  const key = entry.key.toLowerCase();
  if (used.includes(key)) return undefined;
  const advice = removedKeys.get(key);
  if (advice !== undefined) {
    const message = `the key ${printable(entry.key)} was removed from Prow and does nothing; ${advice}`;
    return { ...placeOf(entry), severity: "warning", message };
  }
  if (!prowConfigKeys.has(key)) return unknownKeyProblem({ entry, known: [...prowConfigKeys] });
  const message = `not used: nothing of Bowsprit reads Prow's key ${printable(entry.key)}`;
  return { ...placeOf(entry), severity: "warning", note: true, message };
}

/** Prow skips patterns that do not compile, so they are warnings here. Prow: pkg/config/config.go, OwnersDirDenylist. */
function readDenylist(map: YamlMap | undefined, report: Report): ConfigFile["denylist"] {
  const denylist = read(map, "owners_dir_denylist", denylistSchema, report) ?? denylistSchema.parse({});
  const entry = map === undefined ? undefined : findEntry(map, "owners_dir_denylist");
  const usable = (patterns: readonly string[]) => patterns.filter((text) => complaintAbout(text) === undefined);
  if (entry !== undefined) reportPatterns(entry.value, report);
  const repos = Object.entries(denylist.repos).map(([scope, patterns]) => [scope, usable(patterns)] as const);
  return { ...denylist, default: usable(denylist.default), repos: Object.fromEntries(repos) };
}

function reportPatterns(node: YamlNode, report: Report): void {
  if (node.kind === "map") for (const entry of node.entries.values()) reportPatterns(entry.value, report);
  if (node.kind !== "list") return;
  for (const item of node.items) {
    const complaint = item.kind === "scalar" ? complaintAbout(item.text) : undefined;
    if (complaint === undefined) continue;
    report({ ...placeOf(item), severity: "warning", message: `${complaint}; it hides no directory` });
  }
}

function complaintAbout(text: string): string | undefined {
  try {
    compilePattern(text);
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
